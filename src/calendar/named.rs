//! The days the program knows by name. Only what is the same every year: which days are off is decided yearly and is
//! data of the site, but for the holidays that Article 112 of the Labour Code (Bộ luật Lao động 2019) fixes to a date.

use Occasion::{Festive, Neutral, Remembrance};
use When::{Lunar, LunarYearsEnd, Solar};
use std::hash::{Hash, Hasher};

/// A day the program knows.
#[derive(Debug)]
pub struct Named {
    /// How files name it.
    pub id: &'static str,
    /// When it is.
    pub when: When,
    /// Whether it is a public holiday by law on this very day.
    pub public_holiday: bool,
    /// Its tone.
    pub occasion: Occasion,
    /// Its Vietnamese name.
    pub vi: &'static str,
    /// Its English name.
    pub en: &'static str,
}

/// When a named day is, every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Day and month of the solar year.
    Solar(i8, i8),
    /// Day and month of the lunar year, never in a leap month.
    Lunar(i8, i8),
    /// The last day of the lunar year, the 29th or 30th of its twelfth month.
    LunarYearsEnd,
}

/// The tone of a day, so that a text can be held against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// It is celebrated: “chào mừng” is right.
    Festive,
    /// The dead are honoured: “chào mừng” is wrong.
    Remembrance,
    /// Neither.
    Neutral,
}

/// An id is in the table once.
impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Named {}

impl Hash for Named {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl Named {
    /// The day with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|named| named.id == id)
    }

    const fn new(
        id: &'static str,
        when: When,
        occasion: Occasion,
        vi: &'static str,
        en: &'static str,
    ) -> Self {
        Self { id, when, public_holiday: false, occasion, vi, en }
    }

    const fn public(self) -> Self {
        Self { public_holiday: true, ..self }
    }

    /// All of them: those of the solar year, then those of the lunar year.
    pub const ALL: &'static [Self] = &[
        Self::new("tet-duong-lich", Solar(1, 1), Festive, "Tết Dương lịch", "New Year's Day").public(),
        Self::new(
            "thanh-lap-dang",
            Solar(3, 2),
            Festive,
            "Ngày thành lập Đảng Cộng sản Việt Nam",
            "Founding of the Communist Party of Viet Nam",
        ),
        Self::new(
            "thay-thuoc",
            Solar(27, 2),
            Festive,
            "Ngày Thầy thuốc Việt Nam",
            "Vietnamese Physicians' Day",
        ),
        Self::new("quoc-te-phu-nu", Solar(8, 3), Festive, "Ngày Quốc tế Phụ nữ", "International Women's Day"),
        Self::new(
            "thanh-lap-doan",
            Solar(26, 3),
            Festive,
            "Ngày thành lập Đoàn Thanh niên Cộng sản Hồ Chí Minh",
            "Founding of the Ho Chi Minh Communist Youth Union",
        ),
        Self::new(
            "sach-va-van-hoa-doc",
            Solar(21, 4),
            Festive,
            "Ngày Sách và Văn hóa đọc Việt Nam",
            "Viet Nam Book and Reading Culture Day",
        ),
        Self::new(
            "giai-phong-mien-nam",
            Solar(30, 4),
            Festive,
            "Ngày Giải phóng miền Nam, thống nhất đất nước",
            "Liberation of the South and Reunification",
        )
        .public(),
        Self::new(
            "quoc-te-lao-dong",
            Solar(1, 5),
            Festive,
            "Ngày Quốc tế Lao động",
            "International Workers' Day",
        )
        .public(),
        Self::new(
            "dien-bien-phu",
            Solar(7, 5),
            Festive,
            "Ngày Chiến thắng Điện Biên Phủ",
            "Victory of Dien Bien Phu",
        ),
        Self::new(
            "thanh-lap-doi",
            Solar(15, 5),
            Festive,
            "Ngày thành lập Đội Thiếu niên Tiền phong Hồ Chí Minh",
            "Founding of the Ho Chi Minh Young Pioneers",
        ),
        Self::new(
            "sinh-nhat-bac",
            Solar(19, 5),
            Festive,
            "Ngày sinh Chủ tịch Hồ Chí Minh",
            "Birthday of President Ho Chi Minh",
        ),
        Self::new(
            "quoc-te-thieu-nhi",
            Solar(1, 6),
            Festive,
            "Ngày Quốc tế Thiếu nhi",
            "International Children's Day",
        ),
        Self::new(
            "bao-chi",
            Solar(21, 6),
            Festive,
            "Ngày Báo chí Cách mạng Việt Nam",
            "Vietnamese Revolutionary Press Day",
        ),
        Self::new("gia-dinh", Solar(28, 6), Festive, "Ngày Gia đình Việt Nam", "Vietnamese Family Day"),
        Self::new(
            "thuong-binh-liet-si",
            Solar(27, 7),
            Remembrance,
            "Ngày Thương binh - Liệt sĩ",
            "War Invalids and Martyrs Day",
        ),
        Self::new(
            "cach-mang-thang-tam",
            Solar(19, 8),
            Festive,
            "Ngày Cách mạng Tháng Tám thành công",
            "Success of the August Revolution",
        ),
        Self::new("quoc-khanh", Solar(2, 9), Festive, "Ngày Quốc khánh", "National Day").public(),
        Self::new(
            "giai-phong-thu-do",
            Solar(10, 10),
            Festive,
            "Ngày Giải phóng Thủ đô",
            "Liberation of the Capital",
        ),
        Self::new(
            "chuyen-doi-so",
            Solar(10, 10),
            Festive,
            "Ngày Chuyển đổi số quốc gia",
            "National Digital Transformation Day",
        ),
        Self::new(
            "doanh-nhan",
            Solar(13, 10),
            Festive,
            "Ngày Doanh nhân Việt Nam",
            "Vietnamese Entrepreneurs' Day",
        ),
        Self::new(
            "phu-nu-viet-nam",
            Solar(20, 10),
            Festive,
            "Ngày Phụ nữ Việt Nam",
            "Vietnamese Women's Day",
        ),
        Self::new(
            "phap-luat",
            Solar(9, 11),
            Neutral,
            "Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam",
            "Law Day of the Socialist Republic of Viet Nam",
        ),
        Self::new(
            "dai-doan-ket",
            Solar(18, 11),
            Festive,
            "Ngày hội Đại đoàn kết toàn dân tộc",
            "Great National Unity Day",
        ),
        Self::new("nha-giao", Solar(20, 11), Festive, "Ngày Nhà giáo Việt Nam", "Vietnamese Teachers' Day"),
        Self::new(
            "di-san",
            Solar(23, 11),
            Festive,
            "Ngày Di sản văn hóa Việt Nam",
            "Viet Nam Cultural Heritage Day",
        ),
        Self::new(
            "quan-doi",
            Solar(22, 12),
            Festive,
            "Ngày thành lập Quân đội nhân dân Việt Nam",
            "Founding of the Viet Nam People's Army",
        ),
        Self::new("tet", Lunar(1, 1), Festive, "Mùng 1 Tết Nguyên đán", "Lunar New Year's Day").public(),
        Self::new(
            "ram-thang-gieng",
            Lunar(15, 1),
            Festive,
            "Rằm tháng Giêng (Tết Nguyên tiêu)",
            "First Full Moon",
        ),
        Self::new("gio-to", Lunar(10, 3), Neutral, "Giỗ Tổ Hùng Vương", "Hung Kings' Commemoration").public(),
        Self::new("phat-dan", Lunar(15, 4), Festive, "Lễ Phật đản", "Buddha's Birthday"),
        Self::new("tet-doan-ngo", Lunar(5, 5), Festive, "Tết Đoan ngọ", "Double Fifth Festival"),
        Self::new("vu-lan", Lunar(15, 7), Neutral, "Lễ Vu lan (Rằm tháng Bảy)", "Vu Lan Festival"),
        Self::new("trung-thu", Lunar(15, 8), Festive, "Tết Trung thu", "Mid-Autumn Festival"),
        Self::new("ong-tao", Lunar(23, 12), Neutral, "Ngày ông Công, ông Táo", "Kitchen Gods' Day"),
        Self::new("giao-thua", LunarYearsEnd, Festive, "Ngày Giao thừa", "Lunar New Year's Eve"),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The row of a day in the table of the documents.
    fn row(named: &Named) -> String {
        let when = match named.when {
            Solar(day, month) => format!("{day}/{month}"),
            Lunar(day, month) => format!("lunar {day}/{month}"),
            LunarYearsEnd => "tet-1".to_owned(),
        };
        let off = if named.public_holiday { "×" } else { "" };
        let tone = match named.occasion {
            Festive => "vui / festive",
            Remembrance => "tưởng niệm / remembrance",
            Neutral => "",
        };
        format!("| `{}` | `{when}` | {} | {} | {off} | {tone} |", named.id, named.vi, named.en)
    }

    #[test]
    fn the_documents_have_a_table_of_exactly_these_days() {
        let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/calendar.md"));
        let table = page.split_once("## Những ngày có tên").unwrap().1.split_once("\n## ").unwrap().0;
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows, Named::ALL.iter().map(row).collect::<Vec<_>>());
    }

    #[test]
    fn no_name_stands_for_two_days_and_every_day_can_be() {
        let ids: BTreeSet<&str> = Named::ALL.iter().map(|named| named.id).collect();
        assert_eq!(ids.len(), Named::ALL.len());
        for named in Named::ALL {
            match named.when {
                Solar(day, month) => {
                    assert!(jiff::civil::Date::new(2025, month, day).is_ok(), "{}", named.id)
                }
                Lunar(day, month) => assert!((1..=29).contains(&day) && (1..=12).contains(&month)),
                LunarYearsEnd => {}
            }
        }
    }
}
