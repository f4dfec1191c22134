#include "record/transcript_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace conform {
namespace {

[[noreturn]] void fail(const char* doing) {
  throw std::system_error(errno, std::generic_category(), doing);
}

}  // namespace

std::uint64_t TranscriptFile::append(std::string_view bytes) {
  if (!file_) {
    // Never has a name, so nothing is left whatever becomes of the process.
    file_.reset(::open(std::filesystem::temp_directory_path().c_str(),
                       O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file_) fail("no file can be made for the transcript");
  }
  std::uint64_t offset = end_;
  while (!bytes.empty()) {
    const ssize_t count =
        ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("the transcript's file cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  const std::uint64_t begin = end_;
  end_ = offset;
  return begin;
}

std::string TranscriptFile::read(std::uint64_t begin, std::size_t size) const {
  std::string bytes(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const ssize_t count =
        ::pread(file_.get(), bytes.data() + done, size - done, static_cast<off_t>(begin + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("the transcript's file cannot be read");
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

}  // namespace conform
