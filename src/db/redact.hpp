#pragma once

#include <string>
#include <string_view>

namespace aludel {

/// `text` as it may be shown: the password of every URL in it becomes ***, and so does every value
/// that a name ending in `password`, `passwd`, `pwd`, `passphrase` or `secret` is set to
/// (`password=x`, `PGPASSWORD='a b'`,
/// `?sslpassword=x`). For all texts that come from configuration, a driver, a server or a command.
///
/// A text that begins with a scheme and `://` is one URL to its end, however it is written; inside
/// other texts a URL ends at white space. Never shows more than it must: from the first `:` to the
/// last `@` that may end a password everything is hidden. What holds no secret is returned
/// unchanged. Linear; throws nothing.
[[nodiscard]] std::string redacted(std::string_view text);

/// The same for one line of a configuration, or of what a command says of one: a URL in it is taken
/// to go to the end of the line, since a password that was not encoded may hold blanks and quotes.
[[nodiscard]] std::string redacted_line(std::string_view line);

/// The same for one line of a program that fetches secrets, where more than that may be one: from
/// the first name on that a secret follows in any usual form (`password: x`, `"token": "x"`,
/// `--api-key x`, `Bearer x`) the rest of the line is ***.
[[nodiscard]] std::string redacted_message(std::string_view line);

}  // namespace aludel
