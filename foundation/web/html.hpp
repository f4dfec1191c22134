// A small, forgiving reader of HTML: what a person at a browser needs, forms and the visible text.
// Pure functions; text that is no HTML gives a page without forms. Never fails.
//
// It is no library's, because pages come from servers that are examined: libgumbo 0.10, which
// Debian has, takes the square of a page's depth (20,000 <div>, which are 100 kB, 5 s), and this
// reader takes as long as the page is. It knows the few named entities that pages of sign-in use.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace conform {

struct HtmlButton {
  std::string name;  // empty: it sends nothing of its own
  std::string value;
  std::string label;  // what is written on it
};

struct HtmlForm {
  std::string id;
  std::string method = "GET";  // upper case
  std::string action;          // as written; empty: the page's own address
  // Inputs, selects and text areas that would be sent, in order, with their present values.
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<HtmlButton> buttons;

  [[nodiscard]] bool has_field(std::string_view name) const;
  void fill(std::string_view name, std::string value);  // sets it, or adds it when there is none
  [[nodiscard]] const HtmlButton* button(std::string_view name, std::string_view value) const;
};

struct HtmlPage {
  std::string title;
  // Visible text, white space folded; not what stands in <header> and <nav>, around the content.
  std::string text;
  std::vector<HtmlForm> forms;

  [[nodiscard]] const HtmlForm* form(std::string_view id) const;
};

HtmlPage parse_html(std::string_view html);
std::string decode_entities(std::string_view text);

}  // namespace conform
