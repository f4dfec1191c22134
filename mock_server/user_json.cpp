#include "mock_server/user_json.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "mock_server/json_reader.hpp"

namespace conform {

void require_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    throw std::runtime_error(file.string() + ": is a folder; wanted is a file");
  }
  errno = 0;
  if (const std::ifstream in(file, std::ios::binary); in) return;
  throw std::runtime_error(file.string() +
                           ": cannot be read: " + std::generic_category().message(errno));
}

Json read_user_json(const std::filesystem::path& file) {
  require_file(file);
  try {
    return read_json_file(file);
  } catch (const Json::exception& error) {
    throw std::runtime_error(file.string() + ": is JSON that cannot be read: " + error.what());
  }
}

}  // namespace conform
