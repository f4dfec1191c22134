#include "foundation/files/text_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "foundation/files/descriptor.hpp"

namespace conform {
namespace {

class OpenedFile {
 public:
  explicit OpenedFile(const std::filesystem::path& file)
      : path_(file), descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (!descriptor_) fail(errno);
  }

  // How many bytes came; none at the end.
  std::size_t read(char* to, std::size_t size) const {
    ssize_t count = 0;
    do {
      count = ::read(descriptor_.get(), to, size);
    } while (count < 0 && errno == EINTR);
    if (count < 0) fail(errno);
    return static_cast<std::size_t>(count);
  }

 private:
  [[noreturn]] void fail(int error) const {
    const std::string what = error == EISDIR
                                 ? "is a folder; wanted is a file"
                                 : "cannot be read: " + std::generic_category().message(error);
    throw std::runtime_error(path_.string() + ": " + what);
  }

  const std::filesystem::path& path_;
  Descriptor descriptor_;
};

}  // namespace

std::string text_of_file(const std::filesystem::path& file, std::size_t most) {
  const OpenedFile in(file);
  std::string text;
  std::array<char, 65536> piece{};
  while (const std::size_t count = in.read(piece.data(), piece.size())) {
    if (text.size() + count > most) {
      throw std::runtime_error(file.string() + ": is larger than " + std::to_string(most) +
                               " bytes");
    }
    text.append(piece.data(), count);
  }
  return text;
}

}  // namespace conform
