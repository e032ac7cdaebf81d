//! How the catalogue of sentences is made: a variant for each sentence, with both languages beside each other, so that
//! none can exist in one language only. The sentences themselves stand in `sentences`.

/// The languages of the user interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese, the first language everywhere.
    #[default]
    Vi,
    /// English.
    En,
}

/// Declares `Message`: one variant per sentence, its blanks as fields, the rule it speaks for if it does (`rule T05`), both
/// languages beside each other.
macro_rules! catalogue {
    ($( $(#[doc = $doc:literal])* $name:ident { $($field:ident : $kind:ty),* } $(rule $rule:ident)? vi $vi:literal en $en:literal )*) => {
        /// A sentence of the catalogue with its blanks filled in.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Message { $( $(#[doc = $doc])* #[allow(missing_docs)] $name { $($field: $kind),* }, )* }

        impl Message {
            /// The sentence in one language.
            #[must_use]
            pub fn say(&self, lang: Lang) -> String {
                match self {
                    $( Self::$name { $($field),* } => match lang {
                        Lang::Vi => super::system::in_vietnamese(format!($vi)),
                        Lang::En => format!($en),
                    }, )*
                }
            }

            /// The name of the sentence, for programs that read the JSON form.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $( Self::$name { .. } => stringify!($name), )* }
            }

            /// The rule it speaks for; `None` for what no rule is about.
            #[must_use]
            pub fn rule(&self) -> Option<Rule> {
                let rules: &[Rule] = match self { $( Self::$name { .. } => &[$(Rule::$rule)?], )* };
                rules.first().copied()
            }
        }
    };
}

pub(super) use catalogue;

impl std::str::FromStr for Lang {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "vi" => Ok(Self::Vi),
            "en" => Ok(Self::En),
            _ => Err(()),
        }
    }
}
