//! How words are declared: no word of one language without the other.

/// Declares the fixed words of some pages: one field for each word, both languages beside each other.
macro_rules! words {
    ($(#[$about:meta])* $type:ident; $( $name:ident vi $vi:literal en $en:literal )*) => {
        $(#[$about])*
        pub(in crate::web) struct $type { $( pub(in crate::web) $name: &'static str, )* }

        impl $type {
            const VI: Self = Self { $( $name: $vi, )* };
            const EN: Self = Self { $( $name: $en, )* };

            /// The words in a language.
            pub(in crate::web) fn of(lang: crate::report::Lang) -> &'static Self {
                match lang {
                    crate::report::Lang::Vi => &Self::VI,
                    crate::report::Lang::En => &Self::EN,
                }
            }
        }
    };
}
