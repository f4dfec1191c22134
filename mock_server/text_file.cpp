#include "mock_server/text_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace conform {
namespace {

std::runtime_error unreadable(const std::filesystem::path& file, int error) {
  return std::runtime_error(file.string() +
                            ": cannot be read: " + std::generic_category().message(error));
}

}  // namespace

std::string text_of_file(const std::filesystem::path& file, std::size_t most) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"),
                                                           &std::fclose);
  if (!in) throw unreadable(file, errno);
  std::string text;
  std::array<char, 65536> piece{};
  while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), in.get())) {
    if (text.size() + count > most) {
      throw std::runtime_error(file.string() + ": is larger than " + std::to_string(most) +
                               " bytes");
    }
    text.append(piece.data(), count);
  }
  if (std::ferror(in.get()) != 0) throw unreadable(file, errno);
  return text;
}

}  // namespace conform
