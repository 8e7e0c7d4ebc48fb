SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: "docs/openapi.json",
  deepLinking: true,
  validatorUrl: null, // otherwise, Swagger UI would send the document elsewhere
});
