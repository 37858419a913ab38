//! The machine-readable description of the API, made from the table of routes.

use super::problem::{Done, Problem};
use super::routes::{Route, table};
use axum::http::Method;
use utoipa::PartialSchema as _;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApiBuilder, PathItem, PathsBuilder, Ref, RefOr, Required,
};

/// A type's name and the schemas that it needs, its own first.
#[derive(Clone)]
pub struct Described {
    name: String,
    schemas: Vec<(String, RefOr<Schema>)>,
}

/// What a route takes and gives.
#[derive(Clone, Default)]
pub struct Schemas {
    /// The body.
    pub body: Option<Described>,
    /// The answer.
    pub answer: Option<Described>,
}

/// The schemas of a type.
pub fn described<T: utoipa::ToSchema>() -> Described {
    let name = T::name().into_owned();
    let mut schemas = vec![(name.clone(), T::schema())];
    T::schemas(&mut schemas);
    Described { name, schemas }
}

/// The description as JSON.
pub fn document() -> Done<String> {
    let mut components = ComponentsBuilder::new();
    let mut paths = PathsBuilder::new();
    let mut items: std::collections::BTreeMap<&str, PathItem> = std::collections::BTreeMap::new();
    for route in table() {
        if !route.path.starts_with("/api/") {
            continue;
        }
        for described in [&route.schemas.body, &route.schemas.answer]
            .into_iter()
            .flatten()
        {
            for (name, schema) in &described.schemas {
                components = components.schema(name.clone(), schema.clone());
            }
        }
        let item = items.entry(route.path).or_default();
        item.merge_operations(PathItem::new(method(&route), operation(&route)));
    }
    for (path, item) in items {
        paths = paths.path(path, item);
    }
    let info = InfoBuilder::new()
        .title("Annalist")
        .description(Some(
            "The review desk. docs/api.md says what holds everywhere.",
        ))
        .version(env!("CARGO_PKG_VERSION"));
    let document = OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(Some(components.build()))
        .build();
    document
        .to_json()
        .map_err(|error| Problem::broken(error.to_string()))
}

fn method(route: &Route) -> HttpMethod {
    match route.method {
        Method::POST => HttpMethod::Post,
        Method::PUT => HttpMethod::Put,
        Method::DELETE => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn operation(route: &Route) -> OperationBuilder {
    let mut operation = OperationBuilder::new()
        .summary(Some(route.summary))
        .description(Some(format!("Needs the role {}.", route.role)));
    let text = || Some(ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)));
    for piece in route.path.split('/') {
        if let Some(name) = piece
            .strip_prefix('{')
            .and_then(|piece| piece.strip_suffix('}'))
        {
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name(name)
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .schema(text()),
            );
        }
    }
    for name in route.parameters {
        operation = operation.parameter(
            ParameterBuilder::new()
                .name(*name)
                .parameter_in(ParameterIn::Query)
                .required(Required::False)
                .schema(text()),
        );
    }
    let content = |described: &Option<Described>| match described {
        Some(described) => ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(&described.name)))
            .build(),
        None => ContentBuilder::new()
            .schema(Some(serde_json::Value::schema()))
            .build(),
    };
    if route.method != Method::GET {
        operation = operation.parameter(
            ParameterBuilder::new()
                .name("X-CSRF-Token")
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .schema(text()),
        );
        let more = [
            (
                "Idempotency-Key",
                "Names the write: sent again under the same name, it is not done again, and is answered as the first time",
            ),
            (
                "If-Match",
                "The ETag of what was seen: the write is refused with 412 where something else has been written since",
            ),
        ];
        for (name, about) in more {
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name(name)
                    .description(Some(about))
                    .parameter_in(ParameterIn::Header)
                    .required(Required::False)
                    .schema(text()),
            );
        }
    }
    if route.schemas.body.is_some() {
        let body = RequestBodyBuilder::new()
            .content("application/json", content(&route.schemas.body))
            .required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    let good = ResponseBuilder::new()
        .description("As docs/api.md says")
        .content("application/json", content(&route.schemas.answer));
    let bad = ResponseBuilder::new()
        .description("A problem (RFC 9457)")
        .content("application/problem+json", ContentBuilder::new().build());
    operation.response("200", good).response("default", bad)
}
