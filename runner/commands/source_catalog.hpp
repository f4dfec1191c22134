// The catalog of the source tree, read once: for tests of the whole.
#pragma once

#include "runner/choice/catalog.hpp"
#include "runner/program/installation.hpp"

namespace conform::runner {

inline const Catalog& source_catalog() {
  static const Catalog loaded = load_catalog(fixtures_folder(""));
  return loaded;
}

}  // namespace conform::runner
