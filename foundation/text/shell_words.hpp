// Words as a POSIX shell reads them again. Pure.
#pragma once

#include <string>
#include <string_view>

namespace conform {

// Between single quotes, whatever the word holds: 'it'\''s'.
std::string shell_quoted(std::string_view word);

}  // namespace conform
