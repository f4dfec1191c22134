#include "foundation/files/descriptor.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace conform {

void Descriptor::reset(int number) {
  const int error = errno;
  if (number_ >= 0) ::close(number_);
  errno = error;
  number_ = number;
}

int Descriptor::release() { return std::exchange(number_, -1); }

}  // namespace conform
