#include "clients/scripted/decoding_sender.hpp"

#include <stdexcept>
#include <utility>

#include "foundation/http/content_coding.hpp"

namespace conform::clients {

Response DecodingSender::send(const Url& url, Request request) {
  if (!identity_.accept_encoding.empty()) {
    request.headers.set("Accept-Encoding", identity_.accept_encoding);
  }
  Response response = sender_.send(url, std::move(request));
  const auto coding = content_coding(response.headers.get("Content-Encoding"));
  if (!coding || !identity_.decodes) return response;
  const DeflateFormat format = identity_.raw_deflate ? DeflateFormat::kRaw : DeflateFormat::kZlib;
  try {
    response.body = decoded(*coding, response.body, kLargestAnswer, format);
  } catch (const std::length_error& error) {
    throw TooMuch(error.what());
  } catch (const std::runtime_error& error) {
    throw ConnectionError(error.what());
  }
  return response;
}

}  // namespace conform::clients
