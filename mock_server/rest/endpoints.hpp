// The REST endpoints of an organization's own host that tokens and their tests need (docs/omni.md,
// "REST endpoints"). The key that a request carries speaks for its owner.
#pragma once

#include "mock_server/handling/handler.hpp"

namespace conform::mock {

Response whoami(Context& context);  // GET /api/v1/whoami

// Organization Admins only.
Response list_api_keys(Context& context);   // GET /api/v1/api-keys
Response get_api_key(Context& context);     // GET /api/v1/api-keys/{id}
Response switch_api_key(Context& context);  // PUT /api/v1/api-keys/{id}
Response revoke_api_key(Context& context);  // DELETE /api/v1/api-keys/{id}

Response list_models(Context& context);  // GET /api/v1/models
Response list_topics(Context& context);  // GET /api/v1/models/{id}/topic
Response get_topic(Context& context);    // GET /api/v1/models/{id}/topic/{name}

}  // namespace conform::mock
