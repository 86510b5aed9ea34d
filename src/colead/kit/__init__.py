"""What the faces of every app stand on: errors, roles, scope, access, paging, tokens, routes of the API."""
