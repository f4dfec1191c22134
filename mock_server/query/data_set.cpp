#include "mock_server/query/data_set.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "foundation/text/ascii.hpp"
#include "mock_server/query/calendar.hpp"
#include "mock_server/query/data_random.hpp"

namespace conform::mock {
namespace {

constexpr std::int64_t kSecondsADay = 86400;

constexpr const char* kTables = R"(
CREATE TABLE users(
  id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT, age INTEGER, gender TEXT,
  city TEXT, state TEXT, country TEXT, region TEXT, traffic_source TEXT, created_at TEXT);
CREATE TABLE products(
  id INTEGER PRIMARY KEY, name TEXT, category TEXT, brand TEXT, department TEXT, sku TEXT,
  cost_cents INTEGER, retail_price_cents INTEGER);
CREATE TABLE inventory_items(
  id INTEGER PRIMARY KEY, product_id INTEGER, product_name TEXT, product_category TEXT,
  product_brand TEXT, warehouse TEXT, cost_cents INTEGER, created_at TEXT, sold_at TEXT);
CREATE TABLE orders(
  id INTEGER PRIMARY KEY, user_id INTEGER, status TEXT, items INTEGER, created_at TEXT,
  shipped_at TEXT, delivered_at TEXT, returned_at TEXT);
CREATE TABLE order_items(
  id INTEGER PRIMARY KEY, order_id INTEGER, user_id INTEGER, inventory_item_id INTEGER,
  sale_price_cents INTEGER, status TEXT, created_at TEXT, shipped_at TEXT, delivered_at TEXT,
  returned_at TEXT);
CREATE TABLE ledger_entries(
  id INTEGER PRIMARY KEY, entry_date TEXT, account TEXT, amount_cents INTEGER, order_id INTEGER);
)";

constexpr const char* kIndexes = R"(
CREATE INDEX order_items_created_at ON order_items(created_at);
CREATE INDEX ledger_entries_entry_date ON ledger_entries(entry_date);
)";

std::string text_of(const Json& list, std::int64_t at) {
  return list.at(static_cast<std::size_t>(at)).get<std::string>();
}

std::string one_of(const Json& list, DataRandom& random) {
  return text_of(list, random.below(static_cast<std::int64_t>(list.size())));
}

SqlValue moment(std::int64_t seconds) { return to_sql_moment(seconds); }

struct Product {
  std::string name, category, brand;
  std::int64_t cost_cents = 0;
  std::int64_t price_cents = 0;
};

class Generator {
 public:
  Generator(const Json& description, const Json& partition)
      : description_(description),
        partition_(partition),
        random_(partition.at("seed").get<std::uint64_t>()),
        first_(midnight(description.at("first_day").get<std::string>())),
        end_(midnight(description.at("last_day").get<std::string>()) + kSecondsADay) {
    const std::int64_t days = (end_ - first_) / kSecondsADay;
    std::int64_t total = 0;
    for (std::int64_t day = 0; day < days; ++day) {
      total += weight_of_day(day);
      day_totals_.push_back(total);
    }
  }

  Database run() {
    database_.execute(kTables);
    database_.execute("BEGIN");
    add_users();
    add_products();
    add_orders();
    add_unsold_inventory();
    database_.execute("COMMIT");
    database_.execute(kIndexes);
    return std::move(database_);
  }

 private:
  std::int64_t count(const char* what) const { return partition_.at(what).get<std::int64_t>(); }

  // The shop grows, and sells more before the holidays.
  [[nodiscard]] std::int64_t weight_of_day(std::int64_t day) const {
    const std::string date = to_sql_moment(first_ + day * kSecondsADay);
    const std::string month = date.substr(5, 2);
    const std::int64_t season = month == "11" || month == "12" ? 150 : month == "07" ? 80 : 100;
    return (100 + day / 8) * season / 100;
  }

  std::int64_t some_moment() {
    const auto day = static_cast<std::int64_t>(random_.weighted(day_totals_));
    return first_ + day * kSecondsADay + random_.below(kSecondsADay);
  }

  void insert(Statement& statement, const std::vector<SqlValue>& values) {
    int position = 0;
    for (const SqlValue& value : values) statement.bind(++position, value);
    statement.step();
    statement.reset();
  }

  void add_users() {
    const Json& places = description_.at("places");
    std::vector<std::int64_t> totals;
    std::int64_t total = 0;
    for (const Json& place : places) {
      totals.push_back(total += place.at("weight").get<std::int64_t>());
    }
    Statement add = database_.prepare("INSERT INTO users VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
    for (std::int64_t id = 1; id <= count("users"); ++id) {
      // The step walks through every pair of names, so no two customers share one and grouping by
      // name is safe.
      const Json& firsts = description_.at("first_names");
      const Json& lasts = description_.at("last_names");
      const auto pairs = static_cast<std::int64_t>(firsts.size() * lasts.size());
      const std::int64_t pair = (id * 1009 + count("seed")) % pairs;
      const std::string first = text_of(firsts, pair % static_cast<std::int64_t>(firsts.size()));
      const std::string last = text_of(lasts, pair / static_cast<std::int64_t>(firsts.size()));
      const Json& place = places.at(random_.weighted(totals));
      const std::string email = lower_case(first) + "." + lower_case(last) + "." +
                                std::to_string(id) + "@" +
                                partition_.at("email_domain").get<std::string>();
      const std::int64_t gender = random_.below(100);
      const std::int64_t age = random_.between(18, 74);
      const std::string source = one_of(description_.at("traffic_sources"), random_);
      // Half of the customers were there from the first weeks, so early orders find somebody.
      const std::int64_t joined = id == 1       ? first_
                                  : id % 2 == 0 ? first_ + random_.below(30 * kSecondsADay)
                                                : some_moment();
      joined_.push_back(joined);
      insert(add, {id, first, last, email, age,
                   text_of(description_.at("genders"), gender < 50   ? 0
                                                       : gender < 97 ? 1
                                                                     : 2),
                   place.at("city").get<std::string>(), place.at("state").get<std::string>(),
                   place.at("country").get<std::string>(), place.at("region").get<std::string>(),
                   source, moment(joined)});
    }
  }

  void add_products() {
    const Json& categories = description_.at("categories");
    Statement add = database_.prepare("INSERT INTO products VALUES(?,?,?,?,?,?,?,?)");
    for (std::int64_t id = 1; id <= count("products"); ++id) {
      const Json& category = categories.at(static_cast<std::size_t>(id - 1) % categories.size());
      Product product;
      product.category = category.at("name").get<std::string>();
      product.brand = one_of(partition_.at("brands"), random_);
      const std::string department = one_of(description_.at("departments"), random_);
      product.name = product.brand + " " + one_of(category.at("nouns"), random_) + " " +
                     std::to_string(100 + id);
      const Json& cents = category.at("cents");
      product.price_cents = random_.between(cents.at(0).get<std::int64_t>() / 100,
                                            cents.at(1).get<std::int64_t>() / 100) *
                                100 -
                            1;
      product.cost_cents = product.price_cents * random_.between(38, 62) / 100;
      insert(add, {id, product.name, product.category, product.brand, department,
                   "SKU-" + std::to_string(10000 + id), product.cost_cents, product.price_cents});
      products_.push_back(std::move(product));
    }
  }

  // Adds one unit of some product and returns the product.
  const Product& add_inventory_item(Statement& add, std::int64_t received, const SqlValue& sold) {
    // The square favours the first products: every shop has best sellers.
    const auto size = static_cast<std::int64_t>(products_.size());
    const auto at = static_cast<std::size_t>(random_.below(size) * random_.below(size) / size);
    const Product& product = products_[at];
    insert(add, {++inventory_items_, static_cast<std::int64_t>(at) + 1, product.name,
                 product.category, product.brand, one_of(description_.at("warehouses"), random_),
                 product.cost_cents, moment(std::max(received, first_)), sold});
    return product;
  }

  std::int64_t status_of_order(std::int64_t created) {
    const std::int64_t age_in_days = (end_ - created) / kSecondsADay;
    const std::int64_t roll = random_.below(100);
    if (age_in_days < 3) return roll < 10 ? 1 : 2;
    if (age_in_days < 9) return roll < 10 ? 1 : roll < 30 ? 2 : 4;
    if (roll < 64) return 0;
    if (roll < 75) return 1;
    if (roll < 80) return 2;
    return roll < 91 ? 3 : 4;
  }

  void add_orders() {
    std::vector<std::int64_t> created;
    created.reserve(static_cast<std::size_t>(count("orders")));
    for (std::int64_t order = 0; order < count("orders"); ++order) created.push_back(some_moment());
    std::sort(created.begin(), created.end());

    const Json& statuses = description_.at("statuses");
    const auto users = static_cast<std::int64_t>(joined_.size());
    const std::vector<std::int64_t> items_totals{46, 78, 93, 100};
    Statement add_order = database_.prepare("INSERT INTO orders VALUES(?,?,?,?,?,?,?,?)");
    Statement add_item = database_.prepare("INSERT INTO order_items VALUES(?,?,?,?,?,?,?,?,?,?)");
    Statement add_unit = database_.prepare("INSERT INTO inventory_items VALUES(?,?,?,?,?,?,?,?,?)");
    Statement add_entry = database_.prepare("INSERT INTO ledger_entries VALUES(?,?,?,?,?)");
    std::int64_t item_id = 0;
    std::int64_t entry_id = 0;
    for (std::int64_t id = 1; id <= count("orders"); ++id) {
      const std::int64_t at = created[static_cast<std::size_t>(id - 1)];
      std::int64_t user = random_.below(users);
      // Nobody orders before joining; the first customer was there at once, so somebody is found.
      while (joined_[static_cast<std::size_t>(user)] > at) user = (user + 1) % users;
      const std::int64_t status = status_of_order(at);
      const std::int64_t shipped = at + random_.between(kSecondsADay / 2, 3 * kSecondsADay);
      const std::int64_t delivered = shipped + random_.between(kSecondsADay, 4 * kSecondsADay);
      const std::int64_t returned = delivered + random_.between(kSecondsADay, 12 * kSecondsADay);
      const SqlValue none = nullptr;
      const bool left = status == 0 || status == 3 || status == 4;
      const SqlValue shipped_at = left ? moment(std::min(shipped, end_ - 3)) : none;
      const SqlValue delivered_at =
          status == 0 || status == 3 ? moment(std::min(delivered, end_ - 2)) : none;
      const SqlValue returned_at = status == 3 ? moment(std::min(returned, end_ - 1)) : none;
      const std::string& name =
          statuses.at(static_cast<std::size_t>(status)).get_ref<const std::string&>();
      const auto items = static_cast<std::int64_t>(random_.weighted(items_totals)) + 1;
      std::int64_t sold_cents = 0;
      std::int64_t cost_cents = 0;
      for (std::int64_t item = 0; item < items; ++item) {
        const std::int64_t received = at - random_.between(kSecondsADay, 60 * kSecondsADay);
        const Product& product =
            add_inventory_item(add_unit, received, status == 1 ? none : SqlValue(moment(at)));
        const std::int64_t price = random_.chance(25)
                                       ? product.price_cents * random_.between(70, 95) / 100
                                       : product.price_cents;
        sold_cents += price;
        cost_cents += product.cost_cents;
        insert(add_item, {++item_id, id, user + 1, inventory_items_, price, name, moment(at),
                          shipped_at, delivered_at, returned_at});
      }
      insert(add_order,
             {id, user + 1, name, items, moment(at), shipped_at, delivered_at, returned_at});
      const auto book = [&](std::size_t account, std::int64_t cents, const SqlValue& when) {
        insert(add_entry, {++entry_id, when,
                           description_.at("accounts").at(account).get<std::string>(), cents, id});
      };
      if (left) {
        book(0, sold_cents, shipped_at);
        book(2, -cost_cents, shipped_at);
        book(3, -random_.between(400, 1600), shipped_at);
      }
      if (status == 3) book(1, -sold_cents, returned_at);
    }
  }

  void add_unsold_inventory() {
    Statement add = database_.prepare("INSERT INTO inventory_items VALUES(?,?,?,?,?,?,?,?,?)");
    for (std::int64_t item = 0; item < count("unsold_inventory_items"); ++item) {
      add_inventory_item(add, some_moment(), nullptr);
    }
  }

  const Json& description_;
  const Json& partition_;
  DataRandom random_;
  std::int64_t first_;
  std::int64_t end_;
  std::vector<std::int64_t> day_totals_;
  std::vector<std::int64_t> joined_;
  std::vector<Product> products_;
  std::int64_t inventory_items_ = 0;
  Database database_;
};

}  // namespace

Database generate_data_set(const Json& description, std::string_view partition) {
  return Generator(description, description.at("partitions").at(std::string(partition))).run();
}

}  // namespace conform::mock
