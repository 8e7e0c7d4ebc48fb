SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: "docs/openapi.json",
  deepLinking: true,
  validatorUrl: null, // or it would send the document elsewhere
});
