// Words as a shell would read them again. Pure.
#pragma once

#include <string>
#include <vector>

namespace conform::runner {

// "omni-conform test -- node 'my client.mjs'"
std::string shell_line(const std::vector<std::string>& words);

}  // namespace conform::runner
