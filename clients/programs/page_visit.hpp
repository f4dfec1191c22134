// A page that a program asks its browser to open, as the person meets it.
#pragma once

#include <string>

#include "clients/browser/person.hpp"

namespace conform::clients {

struct VisitOutcome {
  bool led_back = false;  // to the program, with a code or an error
  std::string remark;     // for the record: that the browser is done, or why there was no page
};

// Opens it when somebody listens for its redirect, or after three seconds (real time): a person
// reads the page before they press a button, and some programs open the browser a moment before
// they listen. Thread-safe, as Person::open() is.
VisitOutcome visit_page(Person& person, const std::string& url);

}  // namespace conform::clients
