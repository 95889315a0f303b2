#pragma once

#include <libpq-fe.h>

namespace aludel {

/// The functions of libpq that are used, loaded from libpq.so.5 when first asked for: a project on
/// SQLite needs no libpq and pays nothing for it at start-up.
struct Libpq {
  decltype(&PQconnectdbParams) connectdbParams;
  decltype(&PQconninfoParse) conninfoParse;
  decltype(&PQconninfoFree) conninfoFree;
  decltype(&PQconndefaults) conndefaults;
  decltype(&PQfreemem) freemem;
  decltype(&PQconnectStartParams) connectStartParams;
  decltype(&PQconnectPoll) connectPoll;
  decltype(&PQsetErrorVerbosity) setErrorVerbosity;
  decltype(&PQfinish) finish;
  decltype(&PQstatus) status;
  decltype(&PQerrorMessage) errorMessage;
  decltype(&PQsocket) socket;
  decltype(&PQbackendPID) backendPID;
  decltype(&PQserverVersion) serverVersion;
  decltype(&PQparameterStatus) parameterStatus;
  decltype(&PQtransactionStatus) transactionStatus;
  decltype(&PQdb) db;
  decltype(&PQuser) user;
  decltype(&PQhost) host;
  decltype(&PQport) port;
  decltype(&PQconnectionNeedsPassword) connectionNeedsPassword;
  decltype(&PQsetnonblocking) setnonblocking;
  decltype(&PQsendQuery) sendQuery;
  decltype(&PQsendQueryParams) sendQueryParams;
  decltype(&PQenterPipelineMode) enterPipelineMode;
  decltype(&PQexitPipelineMode) exitPipelineMode;
  decltype(&PQpipelineSync) pipelineSync;
  decltype(&PQsendFlushRequest) sendFlushRequest;
  decltype(&PQflush) flush;
  decltype(&PQconsumeInput) consumeInput;
  decltype(&PQisBusy) isBusy;
  decltype(&PQgetResult) getResult;
  decltype(&PQclear) clear;
  decltype(&PQresultStatus) resultStatus;
  decltype(&PQresultErrorField) resultErrorField;
  decltype(&PQresultErrorMessage) resultErrorMessage;
  decltype(&PQcmdStatus) cmdStatus;
  decltype(&PQcmdTuples) cmdTuples;
  decltype(&PQntuples) ntuples;
  decltype(&PQnfields) nfields;
  decltype(&PQfname) fname;
  decltype(&PQgetvalue) getvalue;
  decltype(&PQgetisnull) getisnull;
  decltype(&PQgetlength) getlength;
  decltype(&PQputCopyData) putCopyData;
  decltype(&PQputCopyEnd) putCopyEnd;
  decltype(&PQgetCancel) getCancel;
  decltype(&PQcancel) cancel;
  decltype(&PQfreeCancel) freeCancel;
  decltype(&PQsetNoticeReceiver) setNoticeReceiver;
};

/// The loaded table. @throws Error(driver_missing) that names the package to install. Thread-safe.
[[nodiscard]] const Libpq& libpq();

}  // namespace aludel
