// A question or a query cannot be answered; `what()` is text for the caller ("Model with id … does
// not exist").
#pragma once

#include <stdexcept>

namespace conform::mock {

class QueryError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace conform::mock
