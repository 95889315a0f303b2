#include "app/models/model_cache.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "aludel/version.hpp"
#include "base/digest.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "catalog/stored.hpp"
#include "dialect/dialect.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kept_states = 8;

/// What of a server decides how models come out; empty where nobody can be asked.
std::string server_words(const ScratchPlace& place) {
  if (place.url.kind == DatabaseUrl::Kind::sqlite) {
    const auto connection = dialect_for(place.url).connect(parse_url("sqlite://", {}), {});
    return connection->server_name();
  }
  if (!place.refusal.empty()) return {};
  try {
    const auto connection = dialect_for(place.url).connect(
        place.url, {.read_only = true, .foreign_keys = std::nullopt, .stop = place.access.stop});
    const auto row = connection->query(
        "SELECT version(), current_user, pg_encoding_to_char(d.encoding), d.datcollate, "
        "d.datctype, (SELECT string_agg(s.setrole || ' ' || s.setconfig::text, ' ' ORDER BY "
        "s.setrole) FROM pg_db_role_setting s WHERE s.setdatabase IN (0, d.oid)) FROM pg_database "
        "d WHERE d.datname = current_database()");
    std::string words;
    for (const Value& value : row.rows.at(0)) words += value.value_or("") + "\n";
    return words;
  } catch (const Error&) {
    return {};  // what is wrong is told where the scratch database is made
  }
}

/// Another build may read the same database otherwise.
std::string program_words() {
  std::error_code none;
  const fs::path program = "/proc/self/exe";
  return std::string(version) + " " + std::to_string(fs::file_size(program, none)) + " " +
         std::to_string(fs::last_write_time(program, none).time_since_epoch().count());
}

bool makes_extensions(const std::vector<SourceText>& files) {
  return std::ranges::any_of(
      files, [](const SourceText& file) { return lower(file.text()).contains("extension"); });
}

std::string key_of(const std::string& server, const std::vector<SourceText>& files) {
  std::string all = program_words() + "\n" + server;
  for (const SourceText& file : files)
    all += "\n" + std::to_string(file.text().size()) + "\n" + file.text();
  return sha256_hex(all);
}

std::optional<KnownState> read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string line;
  int server_version = 0;
  std::size_t not_covered = 0;
  if (!(stream >> server_version >> not_covered) || !std::getline(stream, line)) return {};
  KnownState state{.objects = {}, .server_version = server_version};
  for (; not_covered > 0 && std::getline(stream, line); --not_covered)
    state.objects.not_covered.push_back(line);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  // The digest stands behind: a file that was cut or spoilt is none.
  constexpr std::size_t digest = 64;
  if (bytes.size() < digest) return std::nullopt;
  const std::string_view catalog(bytes.data(), bytes.size() - digest);
  if (sha256_hex(catalog) != bytes.substr(catalog.size())) return std::nullopt;
  auto read = read_stored(catalog);
  if (!read) return std::nullopt;
  state.objects.catalog = *std::move(read);
  return state;
}

void forget_oldest(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.path().filename() != ".gitignore")
      files.emplace_back(entry.last_write_time(none), entry.path());
  std::ranges::sort(files, std::greater());
  for (std::size_t i = kept_states; i < files.size(); ++i) fs::remove(files[i].second, none);
}

void write(const fs::path& file, const KnownState& state) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (failed) return;
  const fs::path ignore = file.parent_path() / ".gitignore";
  if (!fs::exists(ignore, failed)) std::ofstream(ignore) << "*\n";
  const fs::path beside = file.string() + "." + random_hex(4);
  std::string lines;
  for (const std::string& object : state.objects.not_covered) {
    if (object.contains('\n')) return;
    lines += object + "\n";
  }
  const std::string catalog = stored(state.objects.catalog);
  std::ofstream stream(beside, std::ios::binary);
  stream << state.server_version << ' ' << state.objects.not_covered.size() << '\n'
         << lines << catalog << sha256_hex(catalog);
  stream.close();
  if (stream) fs::rename(beside, file, failed);
  if (!stream || failed) fs::remove(beside, failed);
  forget_oldest(file.parent_path());
}

}  // namespace

KnownState cached_state_of_models(const ScratchPlace& place, const SessionOptions& options,
                                  const std::vector<SourceText>& files, const ModelCache& cache,
                                  WithRights rights) {
  const bool may_be_kept =
      !cache.folder.empty() && !makes_extensions(files) && rights == WithRights::no;
  const std::string server = may_be_kept ? server_words(place) : std::string();
  if (server.empty()) return state_of_models(place, options, files, rights);
  const fs::path file = cache.folder / key_of(server, files);
  if (auto state = read(file)) return *std::move(state);
  KnownState state = state_of_models(place, options, files);
  write(file, state);
  return state;
}

}  // namespace aludel
