#include "clients/browser/browser.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace conform::clients {
namespace {

constexpr std::string_view kUserAgent =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 "
    "Safari/537.36";
constexpr int kRedirectsInARow = 20;

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  bool slash_at_end = false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    slash_at_end = segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string out;
  for (const std::string_view segment : kept) out.append("/").append(segment);
  if (slash_at_end || out.empty()) out += '/';
  return out;
}

}  // namespace

std::string resolve(const Url& base, std::string_view reference) {
  if (const auto absolute = Url::parse(reference)) return std::string(reference);
  if (reference.starts_with("//")) return fmt::format("{}:{}", base.scheme, reference);
  const std::string_view bare = reference.substr(0, reference.find('#'));
  const std::size_t question = std::min(bare.find('?'), bare.size());
  const std::string_view path = bare.substr(0, question);
  const std::string_view query = bare.substr(question);
  const std::string base_path = base.path.empty() ? "/" : base.path;
  if (path.empty()) {
    const std::string kept = base.has_query ? "?" + base.query : "";
    return fmt::format("{}{}{}", base.origin(), base_path,
                       query.empty() ? kept : std::string(query));
  }
  if (path.starts_with('/'))
    return fmt::format("{}{}{}", base.origin(), without_dot_segments(path), query);
  const std::string folder = base_path.substr(0, base_path.rfind('/') + 1);
  return fmt::format("{}{}{}", base.origin(), without_dot_segments(folder + std::string(path)),
                     query);
}

Browser::Browser(HttpSender& sender, std::function<bool(const Url&)> serves,
                 std::function<TimePoint()> now)
    : sender_(sender), serves_(std::move(serves)), now_(std::move(now)) {}

PageVisit Browser::visit(const std::string& address) {
  const std::optional<Url> url = Url::parse(address);
  if (!url || !url->is_http() || !serves_(*url)) return {true, address, 0, {}};
  return follow("GET", *url, "", "");
}

PageVisit Browser::submit(const PageVisit& from, const HtmlForm& form, const HtmlButton* button) {
  const Url base = Url::parse(from.address).value();
  Parameters sent;
  for (const auto& [name, value] : form.fields) sent.add(name, value);
  if (button != nullptr && !button->name.empty()) sent.add(button->name, button->value);
  std::string target = resolve(base, form.action);
  if (form.method == "GET") {
    target = fmt::format("{}?{}", target.substr(0, target.find('?')), sent.encode());
  }
  const std::optional<Url> url = Url::parse(target);
  if (!url || !url->is_http() || !serves_(*url)) return {true, target, 0, {}};
  return follow(form.method, *url, form.method == "POST" ? sent.encode() : "", from.address);
}

PageVisit Browser::follow(std::string method, Url url, std::string body,
                          const std::string& referrer) {
  for (int hop = 0; hop <= kRedirectsInARow; ++hop) {
    Request request;
    request.method = method;
    request.target = url.target();
    request.headers = {{"User-Agent", std::string(kUserAgent)},
                       {"Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"},
                       {"Accept-Language", "en-US,en;q=0.9"}};
    if (!referrer.empty()) request.headers.add("Referer", referrer);
    if (method == "POST") {
      request.headers.add("Origin", Url::parse(referrer).value_or(url).origin());
      request.headers.add("Content-Type", "application/x-www-form-urlencoded");
      request.body = body;
    }
    if (const std::string cookies = cookies_.header_for(url, now_()); !cookies.empty()) {
      request.headers.add("Cookie", cookies);
    }
    const Response response = sender_.send(url, std::move(request));
    for (const std::string& cookie : response.headers.all("Set-Cookie"))
      cookies_.store(url, cookie, now_());
    if (!response.is_redirect())
      return {false, url.text(), response.status, parse_html(response.body)};

    const std::string next = resolve(url, response.headers.get("Location"));
    const std::optional<Url> next_url = Url::parse(next);
    if (!next_url || !next_url->is_http() || !serves_(*next_url))
      return {true, next, response.status, {}};
    if (response.status != 307 && response.status != 308) {
      method = "GET";  // as browsers do for 301, 302 and 303
      body.clear();
    }
    url = *next_url;
  }
  return {false, url.text(), 0,
          parse_html("This page isn't working: it redirected too many times.")};
}

}  // namespace conform::clients
