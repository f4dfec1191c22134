// One fixed run with every verdict and every awkward kind of text in it; the golden files show it.
#pragma once

#include "reports/report.hpp"

namespace conform::reports {

Run example_run();
ReportContext example_report_context();

}  // namespace conform::reports
