#include "foundation/web/html.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>

#include "foundation/http/message.hpp"
#include "foundation/text/ascii.hpp"

namespace conform {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string fold_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string utf8(std::uint32_t code) {
  std::string out;
  const auto put = [&out](std::uint32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
  return out;
}

// The character of "&name;", or nullopt for a name we do not know.
std::optional<std::string> entity(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kNamed = {{
      {"amp", "&"},
      {"lt", "<"},
      {"gt", ">"},
      {"quot", "\""},
      {"apos", "'"},
      {"nbsp", " "},
      {"hellip", "\u2026"},
      {"ndash", "\u2013"},
      {"mdash", "\u2014"},
      {"rarr", "\u2192"},
      {"rsquo", "\u2019"},
      {"copy", "\u00a9"},
  }};
  if (name.size() > 1 && name[0] == '#') {
    const bool hex = name[1] == 'x' || name[1] == 'X';
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (error != std::errc{} || end != digits.data() + digits.size() || code > 0x10FFFF)
      return std::nullopt;
    return utf8(code);
  }
  const auto* const found =
      std::ranges::find(kNamed, name, [](const auto& known) { return known.first; });
  if (found == kNamed.end()) return std::nullopt;
  return std::string(found->second);
}

struct Tag {
  std::string name;  // lower case
  bool closing = false;
  std::map<std::string, std::string> attributes;  // names in lower case, values decoded

  [[nodiscard]] std::string get(const std::string& attribute,
                                const std::string& otherwise = "") const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? otherwise : found->second;
  }
};

// Walks through the text; the caller gets tags and the text between them.
class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html) {}

  [[nodiscard]] bool at_end() const { return at_ >= html_.size(); }

  // Text up to the next tag.
  std::string_view text() {
    const std::size_t from = at_;
    while (at_ < html_.size() && !starts_tag(at_)) ++at_;
    return html_.substr(from, at_ - from);
  }

  // The tag at the present place, or nullopt for a comment or declaration, which is passed over.
  std::optional<Tag> tag() {
    if (html_.substr(at_, 4) == "<!--") {
      const std::size_t end = html_.find("-->", at_);
      at_ = end == std::string_view::npos ? html_.size() : end + 3;
      return std::nullopt;
    }
    ++at_;
    if (peek() == '!' || peek() == '?') {
      const std::size_t end = html_.find('>', at_);
      at_ = end == std::string_view::npos ? html_.size() : end + 1;
      return std::nullopt;
    }
    Tag tag;
    if (peek() == '/') {
      tag.closing = true;
      ++at_;
    }
    tag.name = lower_case(word());
    while (!at_end() && peek() != '>') attribute(tag);
    if (!at_end()) ++at_;
    return tag;
  }

  // Everything up to the closing tag of a raw text element (script, style, textarea, title).
  std::string_view raw_text(const std::string& name) {
    const std::string closing = "</" + name;
    std::size_t end = html_.find('<', at_);
    while (end < html_.size() && !equals_ignoring_case(html_.substr(end, closing.size()), closing))
      end = html_.find('<', end + 1);
    end = std::min(end, html_.size());
    const std::string_view inside = html_.substr(at_, end - at_);
    at_ = end;
    return inside;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < html_.size() ? html_[at_] : '\0'; }

  [[nodiscard]] bool starts_tag(std::size_t at) const {
    if (html_[at] != '<' || at + 1 >= html_.size()) return false;
    const char next = html_[at + 1];
    return std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/' || next == '!' ||
           next == '?';
  }

  std::string_view word() {
    const std::size_t from = at_;
    while (at_ < html_.size() && !is_space(peek()) && peek() != '>' && peek() != '/' &&
           peek() != '=')
      ++at_;
    return html_.substr(from, at_ - from);
  }

  void skip_space() {
    while (at_ < html_.size() && is_space(peek())) ++at_;
  }

  void attribute(Tag& tag) {
    skip_space();
    const std::string name = lower_case(word());
    if (name.empty()) {
      if (!at_end() && peek() != '>') ++at_;  // a stray '/' or '='
      return;
    }
    skip_space();
    std::string value;
    if (peek() == '=') {
      ++at_;
      skip_space();
      value = decode_entities(attribute_value());
    }
    tag.attributes.emplace(name, std::move(value));
  }

  std::string_view attribute_value() {
    const char quote = peek();
    if (quote == '"' || quote == '\'') {
      const std::size_t from = ++at_;
      const std::size_t end = html_.find(quote, from);
      at_ = end == std::string_view::npos ? html_.size() : end + 1;
      return html_.substr(from, (end == std::string_view::npos ? html_.size() : end) - from);
    }
    const std::size_t from = at_;
    while (at_ < html_.size() && !is_space(peek()) && peek() != '>') ++at_;
    return html_.substr(from, at_ - from);
  }

  std::string_view html_;
  std::size_t at_ = 0;
};

class PageBuilder {
 public:
  HtmlPage build(std::string_view html) {
    Reader reader(html);
    while (!reader.at_end()) {
      write(reader.text());
      if (reader.at_end()) break;
      if (const std::optional<Tag> tag = reader.tag()) element(*tag, reader);
    }
    close_form();
    page_.text = fold_space(text_);
    return std::move(page_);
  }

 private:
  void write(std::string_view raw) {
    const std::string decoded = decode_entities(raw);
    if (around_ == 0) text_ += decoded;
    if (button_) button_->label += decoded;
    if (option_) option_->second += decoded;
  }

  void element(const Tag& tag, Reader& reader) {
    if (is_around(tag.name)) around_ = std::max(0, around_ + (tag.closing ? -1 : 1));
    if (tag.closing) {
      closing(tag.name);
    } else if (tag.name == "script" || tag.name == "style") {
      reader.raw_text(tag.name);
    } else if (tag.name == "title") {
      page_.title = fold_space(decode_entities(reader.raw_text(tag.name)));
    } else if (tag.name == "form") {
      close_form();
      form_.emplace();
      form_->id = tag.get("id");
      form_->action = tag.get("action");
      form_->method = lower_case(tag.get("method")) == "post" ? "POST" : "GET";
    } else if (form_) {
      control(tag, reader);
    }
    static constexpr std::array<std::string_view, 8> kInline = {"a",      "b",    "i",    "em",
                                                                "strong", "span", "code", "small"};
    if (std::ranges::find(kInline, tag.name) == kInline.end()) text_ += ' ';
  }

  // What stands around a page's content and is the same on every page.
  static bool is_around(std::string_view name) { return name == "header" || name == "nav"; }

  void control(const Tag& tag, Reader& reader) {
    const bool disabled = tag.attributes.contains("disabled");
    const std::string name = tag.get("name");
    if (tag.name == "input") {
      input(tag, name, disabled);
    } else if (tag.name == "button" && !disabled &&
               lower_case(tag.get("type", "submit")) == "submit") {
      close_button();
      button_ = HtmlButton{name, tag.get("value"), ""};
    } else if (tag.name == "textarea") {
      const std::string value = decode_entities(reader.raw_text(tag.name));
      if (!name.empty() && !disabled) form_->fields.emplace_back(name, value);
    } else if (tag.name == "select") {
      select_ = disabled ? "" : name;
      chosen_.reset();
    } else if (tag.name == "option" && select_) {
      close_option();
      option_.emplace(tag.get("value"), "");
      option_has_value_ = tag.attributes.contains("value");
      option_selected_ = tag.attributes.contains("selected");
    }
  }

  void input(const Tag& tag, const std::string& name, bool disabled) {
    const std::string type = lower_case(tag.get("type", "text"));
    if (disabled) return;
    if (type == "submit") {
      form_->buttons.push_back({name, tag.get("value"), tag.get("value", "Submit")});
      return;
    }
    if (name.empty() || type == "button" || type == "reset" || type == "image" || type == "file")
      return;
    const bool tickable = type == "checkbox" || type == "radio";
    if (tickable && !tag.attributes.contains("checked")) return;
    form_->fields.emplace_back(name, tag.get("value", tickable ? "on" : ""));
  }

  void closing(const std::string& name) {
    if (name == "button") close_button();
    if (name == "option") close_option();
    if (name == "select") close_select();
    if (name == "form") close_form();
    if (name == "p" || name == "div" || name == "li" || name == "h1" || name == "h2" ||
        name == "td")
      text_ += ' ';
  }

  void close_button() {
    if (button_ && form_) {
      button_->label = fold_space(button_->label);
      form_->buttons.push_back(*std::move(button_));
    }
    button_.reset();
  }

  void close_option() {
    if (!option_) return;
    const std::string value = option_has_value_ ? option_->first : fold_space(option_->second);
    if (!chosen_ || option_selected_) chosen_ = value;
    option_.reset();
  }

  void close_select() {
    close_option();
    if (select_ && !select_->empty() && chosen_ && form_)
      form_->fields.emplace_back(*select_, *chosen_);
    select_.reset();
    chosen_.reset();
  }

  void close_form() {
    close_button();
    close_select();
    if (form_) page_.forms.push_back(*std::move(form_));
    form_.reset();
  }

  HtmlPage page_;
  std::string text_;
  int around_ = 0;  // how many such elements are open
  std::optional<HtmlForm> form_;
  std::optional<HtmlButton> button_;
  std::optional<std::string> select_;                          // the name of the open select
  std::optional<std::string> chosen_;                          // its present value
  std::optional<std::pair<std::string, std::string>> option_;  // value, label
  bool option_has_value_ = false;
  bool option_selected_ = false;
};

}  // namespace

bool HtmlForm::has_field(std::string_view name) const {
  return std::ranges::any_of(fields, [name](const auto& field) { return field.first == name; });
}

void HtmlForm::fill(std::string_view name, std::string value) {
  const auto found =
      std::ranges::find_if(fields, [name](const auto& field) { return field.first == name; });
  if (found == fields.end()) {
    fields.emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

const HtmlButton* HtmlForm::button(std::string_view name, std::string_view value) const {
  const auto found = std::ranges::find_if(buttons, [name, value](const HtmlButton& button) {
    return button.name == name && button.value == value;
  });
  return found == buttons.end() ? nullptr : &*found;
}

const HtmlForm* HtmlPage::form(std::string_view id) const {
  const auto found =
      std::ranges::find_if(forms, [id](const HtmlForm& form) { return form.id == id; });
  return found == forms.end() ? nullptr : &*found;
}

HtmlPage parse_html(std::string_view html) { return PageBuilder().build(html); }

std::string decode_entities(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '&') {
      // Looked for no farther: a page of ampersands would take the square of its length.
      const std::size_t end = text.substr(at, 11).find(';');
      if (end != std::string_view::npos) {
        if (const auto decoded = entity(text.substr(at + 1, end - 1))) {
          out += *decoded;
          at += end;
          continue;
        }
      }
    }
    out += text[at];
  }
  return out;
}

}  // namespace conform
