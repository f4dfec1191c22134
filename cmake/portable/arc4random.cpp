// libstdc++'s archive asks glibc for arc4random(3), which glibc has from 2.36 on. With one of our
// own the program needs no newer glibc than it promises (docs/install.md).
#include <sys/random.h>

#include <cstdint>

extern "C" std::uint32_t arc4random() {
  std::uint32_t number = 0;
  // So few bytes come whole, or not at all when a signal came before the system had any.
  while (::getrandom(&number, sizeof(number), 0) != static_cast<ssize_t>(sizeof(number))) {
  }
  return number;
}
