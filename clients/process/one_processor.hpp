// For tests: a program that has to share.
#pragma once

namespace conform::clients {

// Shell text after which the shell, and what it starts from then on, runs on one processor only:
// the first that it was allowed.
inline constexpr const char* kOnOneProcessor =
    "taskset -pc \"$(taskset -pc $$ | sed 's/.*: //; s/[-,].*//')\" $$ >/dev/null || exit 8\n";

}  // namespace conform::clients
