// Programs named xdg-open, open, … that hand the page to us instead of opening a window.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace conform {

class StandInBrowser {
 public:
  using Visit = std::function<void(const std::string& url)>;

  // Writes the programs into `folder`, which must be on the client's PATH before all others.
  // `visit` runs on a thread of its own for each page and must not throw. Throws
  // std::runtime_error.
  StandInBrowser(std::filesystem::path folder, Visit visit);
  ~StandInBrowser();  // waits for the visits that are under way
  StandInBrowser(const StandInBrowser&) = delete;
  StandInBrowser& operator=(const StandInBrowser&) = delete;

  std::filesystem::path program() const;  // for the variable BROWSER

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform
