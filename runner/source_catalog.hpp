// The catalog of the source tree, read once: for tests of the whole.
#pragma once

#include "runner/catalog.hpp"
#include "runner/installation.hpp"

namespace conform {

inline const Catalog& source_catalog() {
  static const Catalog loaded = load_catalog(fixtures_folder(""));
  return loaded;
}

}  // namespace conform
