// Programs named xdg-open, open, … that hand the page to us instead of opening a window.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace conform::clients {

class BrowserStub {
 public:
  using Visit = std::function<void(const std::string& url)>;

  // Writes the programs into `folder`, which must be on the client's PATH before all others.
  // `visit` runs on a thread of its own for each page and must not throw. Throws
  // std::runtime_error.
  BrowserStub(std::filesystem::path folder, Visit visit);
  ~BrowserStub();  // waits for the visits that are under way
  BrowserStub(const BrowserStub&) = delete;
  BrowserStub& operator=(const BrowserStub&) = delete;

  [[nodiscard]] std::filesystem::path program() const;  // for the variable BROWSER

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::clients
