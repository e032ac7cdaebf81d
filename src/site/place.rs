//! A `[[site]]`: a building or place where boards stand.

use crate::calendar::Sky;
use crate::report::{Fields, Message};

const MAX_PLACES: usize = 1000;

/// A `[[site]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The id boards refer to (`ubnd`).
    pub id: String,
    /// What people call it (`Trụ sở UBND thành phố`).
    pub name: String,
    /// The sky over it, if the file says where it is.
    pub sky: Option<Sky>,
}

impl Place {
    /// Reads all of them; one whose id is taken is left out.
    pub(super) fn read_all(top: &mut Fields<'_, '_>) -> Vec<Self> {
        let mut places: Vec<Self> = Vec::new();
        for (table, span) in top.tables("site", MAX_PLACES) {
            let mut fields = Fields::new(top.reader(), "[[site]]", table, span);
            let id = fields.id("id");
            let name = fields.text("name", 200);
            let sky = read_sky(&mut fields);
            if id.is_none() && !fields.has("id") {
                fields.missing("id");
            }
            if let Some(id) = id {
                if places.iter().any(|place| place.id == id.value) {
                    fields.fault(id.span, Message::IdTaken { id: id.value, table: "[[site]]".to_owned() });
                } else {
                    let name = name.map_or_else(|| id.value.clone(), |at| at.value);
                    places.push(Self { id: id.value, name, sky });
                }
            }
            fields.finish();
        }
        places
    }
}

/// `latitude` and `longitude`, both or none.
fn read_sky(fields: &mut Fields<'_, '_>) -> Option<Sky> {
    let latitude = fields.decimal("latitude", -90.0..=90.0);
    let longitude = fields.decimal("longitude", -180.0..=180.0);
    for (key, other) in [("latitude", "longitude"), ("longitude", "latitude")] {
        if fields.has(key) && !fields.has(other) {
            let span = fields.place();
            let message = Message::KeyNeeds { key: key.to_owned(), needs: format!("`{other}`") };
            fields.fault(span, message);
        }
    }
    Sky::new(latitude?.value, longitude?.value)
}
