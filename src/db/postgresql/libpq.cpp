#include "db/postgresql/libpq.hpp"

#include <dlfcn.h>

#include "base/code.hpp"

namespace aludel {

namespace {

[[noreturn]] void fail(const std::string& detail) {
  Diagnostic problem = diagnostic(
      Code::driver_missing, "PostgreSQL's client library libpq (version 14 or newer) is needed");
  problem.detail = detail;
  problem.next = "`apt-get install libpq5`, or the package of your system that holds libpq.so.5";
  throw Error(std::move(problem));
}

Libpq load_table() {
  void* library =
      dlopen("libpq.so.5",
             RTLD_NOW | RTLD_LOCAL);  // stays loaded: closing it would unload OpenSSL's handlers
  if (library == nullptr) fail(dlerror());
  Libpq table{};
  const auto load = [library](auto& function, const char* name) {
    void* symbol = dlsym(library, name);
    if (symbol == nullptr) fail(std::string("libpq.so.5 has no function ") + name);
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(symbol);
  };
  load(table.connectdbParams, "PQconnectdbParams");
  load(table.conninfoParse, "PQconninfoParse");
  load(table.conninfoFree, "PQconninfoFree");
  load(table.conndefaults, "PQconndefaults");
  load(table.freemem, "PQfreemem");
  load(table.connectStartParams, "PQconnectStartParams");
  load(table.connectPoll, "PQconnectPoll");
  load(table.setErrorVerbosity, "PQsetErrorVerbosity");
  load(table.finish, "PQfinish");
  load(table.status, "PQstatus");
  load(table.errorMessage, "PQerrorMessage");
  load(table.socket, "PQsocket");
  load(table.backendPID, "PQbackendPID");
  load(table.serverVersion, "PQserverVersion");
  load(table.parameterStatus, "PQparameterStatus");
  load(table.transactionStatus, "PQtransactionStatus");
  load(table.db, "PQdb");
  load(table.user, "PQuser");
  load(table.host, "PQhost");
  load(table.port, "PQport");
  load(table.connectionNeedsPassword, "PQconnectionNeedsPassword");
  load(table.setnonblocking, "PQsetnonblocking");
  load(table.sendQuery, "PQsendQuery");
  load(table.sendQueryParams, "PQsendQueryParams");
  load(table.enterPipelineMode, "PQenterPipelineMode");
  load(table.exitPipelineMode, "PQexitPipelineMode");
  load(table.pipelineSync, "PQpipelineSync");
  load(table.sendFlushRequest, "PQsendFlushRequest");
  load(table.flush, "PQflush");
  load(table.consumeInput, "PQconsumeInput");
  load(table.isBusy, "PQisBusy");
  load(table.getResult, "PQgetResult");
  load(table.clear, "PQclear");
  load(table.resultStatus, "PQresultStatus");
  load(table.resultErrorField, "PQresultErrorField");
  load(table.resultErrorMessage, "PQresultErrorMessage");
  load(table.cmdStatus, "PQcmdStatus");
  load(table.cmdTuples, "PQcmdTuples");
  load(table.ntuples, "PQntuples");
  load(table.nfields, "PQnfields");
  load(table.fname, "PQfname");
  load(table.getvalue, "PQgetvalue");
  load(table.getisnull, "PQgetisnull");
  load(table.getlength, "PQgetlength");
  load(table.putCopyData, "PQputCopyData");
  load(table.putCopyEnd, "PQputCopyEnd");
  load(table.getCancel, "PQgetCancel");
  load(table.cancel, "PQcancel");
  load(table.freeCancel, "PQfreeCancel");
  load(table.setNoticeReceiver, "PQsetNoticeReceiver");
  return table;
}

}  // namespace

const Libpq& libpq() {
  static const Libpq table = load_table();
  return table;
}

}  // namespace aludel
