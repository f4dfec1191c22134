#include "runner/choice/client_documents.hpp"

#include <stdexcept>

#include "foundation/json/json_reader.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using mock::World;

namespace {

Json document_in(const std::string& file, const std::string& url) {
  Json json = read_json_file(file);
  const JsonReader document(json, file);
  if (document.at("client_id").text() != url) {
    document.at("client_id").fail("must be the URL at which the document is: " + url);
  }
  if (document.at("redirect_uris").texts().empty()) {
    document.at("redirect_uris").fail("must have at least one");
  }
  // The mock shows both to the person.
  for (const char* shown : {"client_name", "client_uri"}) {
    if (const auto member = document.find(shown)) static_cast<void>(member->text());
  }
  return json;
}

}  // namespace

void add_client_documents(const std::map<std::string, std::string>& documents, World& world) {
  try {
    for (const auto& [url, file] : documents) {
      world.client_documents[url] = document_in(file, url);
    }
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

}  // namespace conform::runner
