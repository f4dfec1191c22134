#include "suites/words/vocabulary.hpp"

namespace conform::words {

const Register api_key_key_of_another_instance{{
    .id = "api_key/key_of_another_instance",
    .title = "A key of another organization is refused at this instance",
    .story = "Authentication fails: the key belongs to another Omni instance.",
    .why = "Keys are good for one instance. Users with two organizations mix them up.",
    .fix = "Ensure you're using the correct instance URL.",
    .arrange = {},
    .act = {connect(api_key("globex_key").at("acme"))},
    .checks = {should("no-hammering",
                      at_most(2, initialize, once(refused("key_of_another_instance"))),
                      cites("SU-06"), caught_by("retries_refused")),
               should("no-sign-in-instead",
                      never(registration, after(refused("key_of_another_instance"))),
                      cites("OMNI-URL-02"), caught_by("registers_despite_key")),
               should("tells-the-user",
                      tells_user(anything, after(refused("key_of_another_instance"))),
                      cites("OMNI-SAY-01"), caught_by("says_nothing"))},
}};

}  // namespace conform::words
