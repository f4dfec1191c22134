// Where a program has its files that is not installed. A portable one carries them inside itself:
// those of fixtures/, examples/ and, as drivers/, clients/drivers/; cmake/carry.cmake makes the
// source. Any other one has the tree that it was built from. Thread-safe.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace conform::runner {

struct CarriedFile {
  std::string_view name;  // "fixtures/worlds/acme.json"
  std::string_view bytes;
};

// None when the program is not portable.
std::span<const CarriedFile> carried_files();

// Empty when it is.
std::filesystem::path source_folder();

}  // namespace conform::runner
