#include "foundation/http/ipv4_address.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(Ipv4Address, HasFourOctets) {
  for (const char* text : {"127.0.0.1", "0.0.0.0", "255.255.255.255", "8.8.4.4"}) {
    EXPECT_TRUE(is_ipv4_address(text)) << text;
  }
}

TEST(Ipv4Address, IsNoOtherText) {
  for (const char* text :
       {"",           "1",         "1.2.3",     "1.2.3.",   ".1.2.3",   "1..2.3",
        "1.2.3.4.",   "1.2.3.4.5", "256.0.0.1", "1.2.3.4a", "01.2.3.4", "1.2.3.00",
        "0x7f.0.0.1", "-1.2.3.4",  "+1.2.3.4",  " 1.2.3.4", "1.2.3.4 ", "4294967297.0.0.1",
        "localhost",  "[::1]"}) {
    EXPECT_FALSE(is_ipv4_address(text)) << text;
  }
}

}  // namespace
}  // namespace conform
