#include "runner/commands/wire/record_command.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "clients/captures/capture_record.hpp"
#include "foundation/files/atomic_file.hpp"
#include "foundation/http/url.hpp"
#include "mock_server/control/transcript_json.hpp"
#include "record/redactor.hpp"
#include "runner/program/end_signals.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using clients::locate;
using clients::RecordingProxy;
using clients::Upstream;
using mock::details_of;

namespace {

std::vector<Upstream> upstreams_of(const RecordOptions& options) {
  std::vector<Upstream> upstreams;
  upstreams.reserve(options.upstreams.size());
  for (const std::string& text : options.upstreams) {
    const auto url = Url::parse(text);
    if (!url || !url->is_http() || (url->scheme == "http" && !url->is_loopback())) {
      throw UsageError(fmt::format(
          "--upstream {}: must be an https URL, or http on loopback: https://acme.omniapp.co",
          text));
    }
    upstreams.push_back({url->origin(), upstreams.empty() ? options.port : 0});
  }
  return upstreams;
}

void introduce(const RecordOptions& options, const std::vector<Upstream>& upstreams,
               const std::vector<std::string>& origins, std::ostream& out) {
  out << "Recording; stop with Ctrl-C. Connect the client to these instead:\n\n";
  for (std::size_t at = 0; at < upstreams.size(); ++at) {
    const auto named = Url::parse(options.upstreams[at]);
    const std::string path = named->path == "/" ? "" : named->path;
    out << fmt::format("  {}{}  for {}{}\n", origins[at], path, upstreams[at].origin, path);
  }
  out << std::flush;
}

}  // namespace

struct CaptureWriter::Impl {
  ~Impl() {
    if (descriptor >= 0) ::close(descriptor);
  }
  std::filesystem::path file;
  int descriptor = -1;
  Redactor redactor{{}};
  std::size_t written = 0;
};

CaptureWriter::CaptureWriter(const std::filesystem::path& file) : impl_(std::make_unique<Impl>()) {
  impl_->file = file;
  // Only the owner may read it: pseudonyms hide secrets, but not what somebody did at the server.
  constexpr mode_t kOwnerOnly = 0600;
  impl_->descriptor =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, kOwnerOnly);
  if (impl_->descriptor >= 0) return;
  if (errno == EEXIST) {
    throw UsageError(
        fmt::format("--to {}: is there already; nothing is overwritten", file.string()));
  }
  throw UsageError(fmt::format("--to {}: cannot be written: {}", file.string(),
                               std::generic_category().message(errno)));
}
CaptureWriter::~CaptureWriter() = default;

void CaptureWriter::write(const Exchange& exchange) {
  // The endpoint must be known to find the secrets. `grade` learns later which host it was.
  Exchange located = exchange;
  locate(located, {});
  located.site.clear();
  const Entry entry = std::move(located);
  impl_->redactor.learn({entry});
  const Json line = details_of(
      entry, [this](Entry learnt) { return impl_->redactor.redacted(std::move(learnt)); });
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
  if (const int error = write_all(impl_->descriptor, text); error != 0) {
    throw std::runtime_error(
        fmt::format("{}: {}", impl_->file.string(), std::generic_category().message(error)));
  }
  ++impl_->written;
}

std::size_t CaptureWriter::written() const { return impl_->written; }

int record_command(const RecordOptions& options, Streams& streams) {
  const EndSignals signals;  // before any thread starts
  const std::vector<Upstream> upstreams = upstreams_of(options);
  CaptureWriter writer(options.to);
  std::string lost;
  {
    const RecordingProxy proxy = [&] {
      try {
        return RecordingProxy(upstreams, [&](const Exchange& exchange) {
          try {
            writer.write(exchange);
          } catch (const std::runtime_error& error) {
            lost = error.what();
          }
        });
      } catch (const std::runtime_error& error) {
        // Nothing was recorded, so the name is free for the next attempt.
        std::error_code ignored;
        std::filesystem::remove(options.to, ignored);
        throw UsageError(error.what());
      }
    }();
    introduce(options, upstreams, proxy.origins(), streams.out);
    signals.wait();
  }
  if (!lost.empty()) throw std::runtime_error("The recording is not complete: " + lost);
  streams.out << fmt::format("\n{} exchanges are in {}. Secrets in it are pseudonyms.\n",
                             writer.written(), options.to)
              << fmt::format("Judge them: omni-conform grade {}\n", options.to);
  return kConformant;
}

}  // namespace conform::runner
