// One fixed run with every verdict and every awkward kind of text in it; the golden files show it.
#pragma once

#include "reports/report.hpp"

namespace conform {

Run example_run();
Telling example_telling();

}  // namespace conform
