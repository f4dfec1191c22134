#include "foundation/http/message.hpp"

#include <algorithm>

#include "foundation/http/url.hpp"

namespace conform {
const std::string* Headers::find(std::string_view name) const {
  for (const Header& field : fields_) {
    if (equals_ignoring_case(field.name, name)) return &field.value;
  }
  return nullptr;
}

std::string Headers::get(std::string_view name, std::string_view otherwise) const {
  const std::string* value = find(name);
  return value != nullptr ? *value : std::string(otherwise);
}

std::vector<std::string> Headers::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const Header& field : fields_) {
    if (equals_ignoring_case(field.name, name)) values.push_back(field.value);
  }
  return values;
}

void Headers::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string name, std::string value) {
  remove(name);
  add(std::move(name), std::move(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_,
                [&](const Header& field) { return equals_ignoring_case(field.name, name); });
}

Parameters Parameters::parse(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view item = text.substr(0, end);
    if (!item.empty()) {
      const std::size_t equals = item.find('=');
      const std::string_view name = item.substr(0, equals);
      const std::string_view value =
          equals == std::string_view::npos ? std::string_view() : item.substr(equals + 1);
      parameters.add(percent_decode(name, true), percent_decode(value, true));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parameters;
}

std::string Parameters::encode() const {
  std::string text;
  for (const auto& [name, value] : items_) {
    if (!text.empty()) text += '&';
    text += percent_encode(name) + '=' + percent_encode(value);
  }
  return text;
}

const std::string* Parameters::find(std::string_view name) const {
  for (const auto& [key, value] : items_) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string Parameters::get(std::string_view name, std::string_view otherwise) const {
  const std::string* value = find(name);
  return value != nullptr ? *value : std::string(otherwise);
}

std::size_t Parameters::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(items_, [&](const auto& item) { return item.first == name; }));
}

void Parameters::add(std::string name, std::string value) {
  items_.emplace_back(std::move(name), std::move(value));
}

std::string Request::path() const { return target.substr(0, target.find('?')); }

Parameters Request::query() const {
  const std::size_t mark = target.find('?');
  if (mark == std::string::npos) return {};
  return Parameters::parse(std::string_view(target).substr(mark + 1));
}

Parameters Request::form() const { return Parameters::parse(body); }

std::string Request::cookie(std::string_view name) const {
  for (const std::string& field : headers.all("Cookie")) {
    std::string_view rest = field;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view item = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
      const std::size_t equals = item.find('=');
      if (equals != std::string_view::npos && item.substr(0, equals) == name) {
        return std::string(item.substr(equals + 1));
      }
    }
  }
  return "";
}

std::string Request::bearer() const {
  const std::string* value = headers.find("Authorization");
  constexpr std::string_view kScheme = "Bearer ";
  if (value == nullptr || value->size() <= kScheme.size()) return "";
  if (!equals_ignoring_case(std::string_view(*value).substr(0, kScheme.size()), kScheme)) return "";
  return value->substr(kScheme.size());
}

Response text_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(body);
  return response;
}

Response html_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/html; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  // Pages carry forms, foreign text and secrets that are shown once: nobody keeps them, nothing may
  // run on them, and nobody may frame them.
  response.headers.add("Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                       "base-uri 'none'; frame-ancestors 'none'");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.body = std::move(body);
  return response;
}

Response redirect_response(std::string location, int status) {
  Response response;
  response.status = status;
  response.headers.add("Location", std::move(location));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace conform
