#include "clients/http/http_connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "clients/http/curl_library.hpp"
#include "foundation/http/field_syntax.hpp"

namespace conform::clients {
namespace {

// Far beyond what a mock on the same machine needs: it only ends a run that hangs.
constexpr std::chrono::milliseconds kLongest = std::chrono::minutes(1);

struct FreeList {
  void operator()(curl_slist* list) const { curl_library().slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) {
  curl_slist* const head = list.release();  // libcurl keeps it as the head, or leaves it alone
  curl_slist* const longer = curl_library().slist_append(head, line.c_str());
  list.reset(longer != nullptr ? longer : head);
  if (longer == nullptr) throw std::bad_alloc();
}

// Exactly these fields: what libcurl would add of its own accord is switched off by an empty value.
List fields_of(const Request& request, const Url& url) {
  List list;
  append(list, "Host: " + url.authority());
  for (const Header& header : request.headers) {
    if (equals_ignoring_case(header.name, "Host")) continue;
    // "name;" is libcurl's way to send a field that is empty.
    append(list, header.value.empty() ? header.name + ';' : header.name + ": " + header.value);
  }
  for (const char* own : {"Accept", "User-Agent", "Expect", "Content-Type"}) {
    if (!request.headers.has(own)) append(list, std::string(own) + ':');
  }
  return list;
}

// What goes over the wire. libcurl's own count has some bodies twice: its size of requests includes
// those that go out with the head, and so does its size of uploads.
std::uint64_t bytes_of(const Request& request, const Url& url) {
  std::size_t size = request.method.size() + request.target.size() + request.body.size() +
                     std::string_view("  HTTP/1.1\r\n\r\n").size() +
                     std::string_view("Host: \r\n").size() + url.authority().size();
  for (const Header& header : request.headers) {
    if (equals_ignoring_case(header.name, "Host")) continue;
    size += header.name.size() + std::string_view(":\r\n").size() + header.value.size() +
            (header.value.empty() ? 0 : 1);
  }
  const bool says_length = request.headers.has("Content-Length");
  if (!says_length && (request.method == "POST" || !request.body.empty())) {
    size += fmt::formatted_size("Content-Length: {}\r\n", request.body.size());
  }
  return size;
}

// Names below localhost need no resolver.
std::string address_of(const Url& url) {
  if (!url.is_loopback()) return url.origin() + '/';
  const int usual = url.scheme == "https" ? 443 : 80;
  return fmt::format("{}://127.0.0.1:{}/", url.scheme, url.port == 0 ? usual : url.port);
}

std::string bytes_text(std::size_t bytes) {
  constexpr std::size_t kMiB = std::size_t{1024} * 1024;
  return bytes % kMiB == 0 ? fmt::format("{} MiB", bytes / kMiB) : fmt::format("{} bytes", bytes);
}

// libcurl's options are variadic; a wrong type would go unseen, and a failure here is ours.
template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
  if (curl_library().easy_setopt(easy, option, value) != CURLE_OK) {
    throw std::logic_error(fmt::format("libcurl refuses option {}", static_cast<int>(option)));
  }
}

}  // namespace

struct HttpConnection::Receiving {
  const Arriving* arriving = nullptr;  // or nullptr: all is kept in `response`
  std::size_t most = kLargestAnswer;   // then of its body
  Response response;
  std::size_t head_size = 0;
  std::string too_much = {};  // what was larger than it may be
  bool is_get = false;
  bool stream_opened = false;
  bool told = false;  // to `arriving`

  // The head is complete. Returns whether to go on.
  bool head_is_here() {
    if (arriving != nullptr) {
      const bool is_interim = response.status < 200;
      if (!is_interim && !told) arriving->head(response);
      told = told || !is_interim;
      return true;
    }
    stream_opened = is_get && !response.headers.has("Content-Length") &&
                    response.headers.get("Content-Type").starts_with("text/event-stream");
    return !stream_opened;
  }

  // What is no field is left out. A carriage return on its own, which some take for the end of a
  // line, becomes a blank, and so does a NUL (RFC 9112 section 2.2, RFC 9110 section 5.5).
  void add_field(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return;
    std::string_view text = line.substr(colon + 1);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    std::string value(text);
    std::ranges::replace_if(value, [](char c) { return c == '\r' || c == '\0'; }, ' ');
    response.headers.add(std::string(line.substr(0, colon)), std::move(value));
  }

  bool take_field(std::string_view line) {
    head_size += line.size();
    if (head_size > kLargestAnswerHead) {
      too_much = fmt::format("a head of more than {} KiB", kLargestAnswerHead / 1024);
      return false;
    }
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (line.empty()) return head_is_here();
    if (line.starts_with("HTTP/")) {  // also after a 100 Continue
      response = {};
      const std::size_t space = std::min(line.find(' '), line.size() - 1);
      std::from_chars(line.data() + space + 1, line.data() + line.size(), response.status);
      return true;
    }
    add_field(line);
    return true;
  }

  bool take_body(std::string_view piece) {
    if (arriving != nullptr) return arriving->body(piece);
    if (response.body.size() + piece.size() > most) {
      too_much = fmt::format("a body of more than {}", bytes_text(most));
      return false;
    }
    response.body.append(piece);
    return true;
  }

  // As libcurl wants its callbacks.
  static std::size_t on_field(char* data, std::size_t, std::size_t size, void* to) {
    return static_cast<Receiving*>(to)->take_field({data, size}) ? size : 0;
  }
  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* to) {
    return static_cast<Receiving*>(to)->take_body({data, size}) ? size : 0;
  }
  static int on_progress(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Receiving*>(to)->arriving->is_unwanted() ? 1 : 0;
  }
};

struct HttpConnection::Easy {
  Easy() {
    if (handle == nullptr) throw std::runtime_error("libcurl could not be started");
  }
  ~Easy() { curl_library().easy_cleanup(handle); }
  Easy(const Easy&) = delete;
  Easy& operator=(const Easy&) = delete;
  CURL* handle = curl_library().easy_init();
};

HttpConnection::HttpConnection(AllowedHosts allowed_hosts, std::size_t most)
    : allowed_hosts_(std::move(allowed_hosts)), most_(most), easy_(std::make_unique<Easy>()) {}
HttpConnection::~HttpConnection() = default;

Spent HttpConnection::spent() const {
  const auto number = [this](CURLINFO info) {
    curl_off_t value = 0;
    curl_library().easy_getinfo(easy_->handle, info, &value);
    return value;
  };
  const auto heads = [this](CURLINFO info) {
    long value = 0;
    curl_library().easy_getinfo(easy_->handle, info, &value);
    return static_cast<std::uint64_t>(value);
  };
  const curl_off_t connected = number(CURLINFO_CONNECT_TIME_T);
  const curl_off_t secured = std::max(number(CURLINFO_APPCONNECT_TIME_T), connected);
  const curl_off_t sending = std::max(number(CURLINFO_PRETRANSFER_TIME_T), secured);
  const curl_off_t answered = std::max(number(CURLINFO_STARTTRANSFER_TIME_T), sending);
  const curl_off_t ended = std::max(number(CURLINFO_TOTAL_TIME_T), answered);
  Spent spent;
  spent.connect = std::chrono::microseconds(connected);
  spent.tls = std::chrono::microseconds(secured - connected);
  spent.first_byte = std::chrono::microseconds(answered - sending);
  spent.body = std::chrono::microseconds(ended - answered);
  spent.bytes_sent = bytes_sent_;
  spent.bytes_received =
      heads(CURLINFO_HEADER_SIZE) + static_cast<std::uint64_t>(number(CURLINFO_SIZE_DOWNLOAD_T));
  return spent;
}

void require_sendable(const Request& request) {
  if (!is_token(request.method) || !is_target_text(request.target)) {
    throw Unsendable(
        "nothing was sent: its address holds a blank or a control character, which would end the "
        "request line");
  }
  for (const Header& field : request.headers) {
    if (is_token(field.name) && !breaks_field(field.value)) continue;
    throw Unsendable(
        "nothing was sent: a header field would hold what ends it, a line break or a NUL, or has "
        "a name that is none");
  }
}

void require_loopback(const Url& url) {
  if (url.scheme != "http" || !url.is_loopback()) {
    throw OutOfReach(fmt::format("only http on loopback may be requested, not {}", url.origin()));
  }
}

bool AllowedHosts::allows(const Url& url) const {
  if (url.is_loopback()) {
    return url.scheme == "http" || (url.scheme == "https" && !loopback_authority.empty());
  }
  return !confirmed_origin.empty() && url.origin() == confirmed_origin;
}

// The least of what was asked for; nullopt: none.
std::optional<std::chrono::milliseconds> HttpConnection::limit_of(
    const Receiving& receiving) const {
  std::optional<std::chrono::milliseconds> limit = limit_;
  if (!limit && receiving.arriving == nullptr) limit = kLongest;
  const auto at_most = [&limit](std::chrono::milliseconds other) {
    if (!limit || other < *limit) limit = other;
  };
  if (patience_.first_answer) at_most(*patience_.first_answer);
  if (patience_.end) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        *patience_.end - std::chrono::steady_clock::now());
    at_most(std::max(left, std::chrono::milliseconds(1)));  // libcurl takes 0 for no limit
  }
  return limit;
}

void HttpConnection::fail(const Url& url, int code, const Receiving& receiving) const {
  if (!receiving.too_much.empty()) {
    throw TooMuch(fmt::format("{} sent {}, which is the most that is taken", url.origin(),
                              receiving.too_much));
  }
  const auto result = static_cast<CURLcode>(code);
  const char* const why = curl_library().easy_strerror(result);
  if (result != CURLE_OPERATION_TIMEDOUT) {
    throw ConnectionError(fmt::format("no answer from {}: {}", url.origin(), why));
  }
  curl_off_t connected = 0;
  curl_library().easy_getinfo(easy_->handle, CURLINFO_CONNECT_TIME_T, &connected);
  throw TimedOut(fmt::format("no answer from {}: {} ({})", url.origin(),
                             connected == 0 ? "it did not accept the connection"
                             : receiving.head_size > 0
                                 ? "it began to answer and did not end"
                                 : "it accepted the connection and sent nothing",
                             why));
}

bool HttpConnection::perform(const Url& url, const Request& request, Receiving& receiving) {
  if (!allowed_hosts_.allows(url)) require_loopback(url);
  require_sendable(request);
  CURL* const easy = easy_->handle;
  curl_library().easy_reset(easy);  // options only: open connections stay
  receiving.is_get = request.method == "GET";
  bytes_sent_ = bytes_of(request, url);

  const std::string address = address_of(url);
  const List fields = fields_of(request, url);
  set(easy, CURLOPT_URL, address.c_str());
  set(easy, CURLOPT_REQUEST_TARGET, request.target.c_str());
  set(easy, CURLOPT_HTTPHEADER, fields.get());
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  if (connects_anew_) set(easy, CURLOPT_FRESH_CONNECT, 1L);
  set(easy, CURLOPT_PROXY, "");  // whatever the environment says: loopback only
  if (!allowed_hosts_.loopback_authority.empty() && url.is_loopback()) {
    set(easy, CURLOPT_CAINFO, allowed_hosts_.loopback_authority.c_str());
  }
  set(easy, CURLOPT_NOSIGNAL, 1L);
  receiving.most = most_;
  if (const auto limit = limit_of(receiving)) {
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limit->count()));
  }
  if (receiving.arriving != nullptr) {
    set(easy, CURLOPT_NOPROGRESS, 0L);
    set(easy, CURLOPT_XFERINFOFUNCTION, &Receiving::on_progress);
    set(easy, CURLOPT_XFERINFODATA, &receiving);
  }
  set(easy, CURLOPT_HEADERFUNCTION, &Receiving::on_field);
  set(easy, CURLOPT_HEADERDATA, &receiving);
  set(easy, CURLOPT_WRITEFUNCTION, &Receiving::on_body);
  set(easy, CURLOPT_WRITEDATA, &receiving);
  if (request.method == "HEAD") {
    set(easy, CURLOPT_NOBODY, 1L);
  } else if (request.method == "POST" || !request.body.empty()) {
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  set(easy, CURLOPT_CUSTOMREQUEST, request.method == "HEAD" ? nullptr : request.method.c_str());

  const CURLcode result = curl_library().easy_perform(easy);
  if (result != CURLE_OK && !receiving.stream_opened && !receiving.told) {
    fail(url, result, receiving);
  }
  patience_.first_answer.reset();
  return result == CURLE_OK;
}

Response HttpConnection::send(const Url& url, Request request) {
  Receiving receiving;
  perform(url, request, receiving);
  if (witness_) witness_(request, receiving.response);
  return std::move(receiving.response);
}

bool HttpConnection::send(const Url& url, const Request& request, const Arriving& arriving) {
  Receiving receiving;
  receiving.arriving = &arriving;
  return perform(url, request, receiving);
}

}  // namespace conform::clients
