#include "migrate/inspect_session.hpp"

#include "migrate/failure.hpp"
#include "migrate/own_objects.hpp"

namespace aludel {

Inspected inspect(Session& session) {
  try {
    return session.dialect().objects().inspect(session.connection(),
                                               own_objects(session.bookkeeping()));
  } catch (const Error& error) {
    throw Error(catalog_failure(session, error.diagnostic()));
  }
}

}  // namespace aludel
