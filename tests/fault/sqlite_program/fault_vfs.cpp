#include "fault/sqlite_program/fault_vfs.hpp"

#include <csignal>
#include <cstring>
#include <fstream>
#include <new>
#include <string>

#include <sqlite3.h>
#include <unistd.h>

#include "fault/sqlite_program/durable_files.hpp"

namespace aludel::testing {

namespace {

/// The one disk of this process.
struct Disk {
  DiskPlan plan;
  DurableFiles durable;
  std::ofstream log;
  long calls = 0;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs vfs{};
  sqlite3_io_methods with_shared_memory{};
  sqlite3_io_methods without{};
};

Disk& disk() {
  static auto* const one = new Disk;  // files may be closed while the program ends
  return *one;
}

/// A file of ours, with the real one behind it.
struct FaultFile {
  sqlite3_file base;
  sqlite3_file* real;
  const char* path;  ///< null: a temporary file without name
};

FaultFile& ours(sqlite3_file* file) {
  return *reinterpret_cast<FaultFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return ours(file).real;
}

/// This disk lives to the very end of the process: nobody else writes out what is left.
void write_to_log(const std::string& line) {
  if (disk().log.is_open()) disk().log << line << std::endl;
}

[[noreturn]] void die() {
  kill(getpid(), SIGKILL);
  _exit(99);  // not reached
}

/// Counts a call. @return false when it must fail
bool goes_through(const char* what, sqlite3_file* file, bool grows = false) {
  Disk& here = disk();
  const DiskPlan& plan = here.plan;
  ++here.calls;
  if (plan.fault == DiskFault::none) {
    const char* name =
        file != nullptr && ours(file).path != nullptr ? ours(file).path : "temporary";
    const char* last = std::strrchr(name, '/');
    write_to_log(std::string(what) + (grows ? " growing " : " ") +
                 (last == nullptr ? name : last + 1));
    return true;
  }
  if (here.calls < plan.at) return true;
  if (here.calls == plan.at) write_to_log("struck");
  switch (plan.fault) {
    case DiskFault::full: return !grows;
    case DiskFault::io_error: return here.calls != plan.at;
    case DiskFault::dead: return false;
    case DiskFault::power: here.durable.cut_power(plan.seed); [[fallthrough]];
    case DiskFault::kill: die();
    case DiskFault::none: break;
  }
  return true;
}

int failed(int io_error) {
  return disk().plan.fault == DiskFault::full ? SQLITE_FULL : io_error;
}

int file_close(sqlite3_file* file) {
  const int result = real(file)->pMethods->xClose(real(file));
  return result;
}

int file_read(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
  if (!goes_through("read", file)) return failed(SQLITE_IOERR_READ);
  return real(file)->pMethods->xRead(real(file), data, size, offset);
}

int file_write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  sqlite3_int64 now = 0;
  real(file)->pMethods->xFileSize(real(file), &now);
  if (!goes_through("write", file, offset + size > now)) return failed(SQLITE_IOERR_WRITE);
  if (ours(file).path != nullptr)
    disk().durable.write(ours(file).path, offset,
                         {static_cast<const char*>(data), static_cast<std::size_t>(size)});
  return real(file)->pMethods->xWrite(real(file), data, size, offset);
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (!goes_through("truncate", file)) return failed(SQLITE_IOERR_TRUNCATE);
  if (ours(file).path != nullptr) disk().durable.truncate(ours(file).path, size);
  return real(file)->pMethods->xTruncate(real(file), size);
}

int file_sync(sqlite3_file* file, int) {
  if (!goes_through("sync", file)) return failed(SQLITE_IOERR_FSYNC);
  if (ours(file).path != nullptr) disk().durable.sync(ours(file).path);
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}

int file_lock(sqlite3_file* file, int level) {
  if (!goes_through("lock", file)) return failed(SQLITE_IOERR_LOCK);
  return real(file)->pMethods->xLock(real(file), level);
}
int file_unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int file_check_lock(sqlite3_file* file, int* result) {
  return real(file)->pMethods->xCheckReservedLock(real(file), result);
}

/// What makes a file grow, or tells SQLite to map it, goes past this disk's back: it is answered as
/// by a disk that cannot do such things.
int file_control(sqlite3_file* file, int what, void* argument) {
  if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE ||
      what == SQLITE_FCNTL_MMAP_SIZE)
    return SQLITE_NOTFOUND;
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int file_sector_size(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int file_characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

int shared_map(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  if (!goes_through("map", file)) return failed(SQLITE_IOERR_SHMMAP);
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int shared_lock(sqlite3_file* file, int offset, int count, int flags) {
  if ((flags & SQLITE_SHM_LOCK) != 0 && !goes_through("lock", file))
    return failed(SQLITE_IOERR_SHMLOCK);
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int shared_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

void make_methods() {
  sqlite3_io_methods& methods = disk().without;
  methods.iVersion = 1;
  methods.xClose = file_close;
  methods.xRead = file_read;
  methods.xWrite = file_write;
  methods.xTruncate = file_truncate;
  methods.xSync = file_sync;
  methods.xFileSize = file_size;
  methods.xLock = file_lock;
  methods.xUnlock = file_unlock;
  methods.xCheckReservedLock = file_check_lock;
  methods.xFileControl = file_control;
  methods.xSectorSize = file_sector_size;
  methods.xDeviceCharacteristics = file_characteristics;
  disk().with_shared_memory = methods;
  disk().with_shared_memory.iVersion = 2;
  disk().with_shared_memory.xShmMap = shared_map;
  disk().with_shared_memory.xShmLock = shared_lock;
  disk().with_shared_memory.xShmBarrier = shared_barrier;
  disk().with_shared_memory.xShmUnmap = shared_unmap;
}

int vfs_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* opened = new (file) FaultFile{};
  opened->real = reinterpret_cast<sqlite3_file*>(opened + 1);
  const bool vanishes = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  opened->path = vanishes ? nullptr : name;
  if (!goes_through("open", file)) return failed(SQLITE_CANTOPEN);
  if (opened->path != nullptr) disk().durable.open(opened->path);
  const int result = disk().real->xOpen(disk().real, name, opened->real, flags, out_flags);
  // SQLite closes a file that could not be opened only where it has methods.
  if (opened->real->pMethods != nullptr)
    opened->base.pMethods =
        opened->real->pMethods->iVersion > 1 ? &disk().with_shared_memory : &disk().without;
  return result;
}

int vfs_delete(sqlite3_vfs*, const char* name, int sync_folder) {
  if (!goes_through("delete", nullptr)) return failed(SQLITE_IOERR_DELETE);
  const int result = disk().real->xDelete(disk().real, name, sync_folder);
  if (result == SQLITE_OK) disk().durable.remove(name, sync_folder != 0);
  return result;
}

int vfs_access(sqlite3_vfs*, const char* name, int flags, int* result) {
  return disk().real->xAccess(disk().real, name, flags, result);
}
int vfs_full_pathname(sqlite3_vfs*, const char* name, int size, char* path) {
  return disk().real->xFullPathname(disk().real, name, size, path);
}

}  // namespace

void install_fault_vfs(const DiskPlan& plan) {
  Disk& here = disk();
  here.plan = plan;
  if (!plan.log.empty()) here.log.open(plan.log, std::ios::trunc);
  make_methods();
  here.real = sqlite3_vfs_find(nullptr);
  here.vfs = *here.real;
  here.vfs.zName = "fault";
  here.vfs.pNext = nullptr;
  here.vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + here.real->szOsFile;
  here.vfs.xOpen = vfs_open;
  here.vfs.xDelete = vfs_delete;
  here.vfs.xAccess = vfs_access;
  here.vfs.xFullPathname = vfs_full_pathname;
  sqlite3_vfs_register(&here.vfs, 1);
}

}  // namespace aludel::testing
