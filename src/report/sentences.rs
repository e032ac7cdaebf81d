//! Every sentence an operator reads, in Vietnamese and in English, side by side.
//!
//! A sentence says what is wrong and what to do. Adding one here is the only way to say something new.

use super::catalogue::catalogue;
use super::{Expected, Lang, Rule, Syntax};

catalogue! {
    // Files.
    /// A key that no table of this kind has.
    UnknownKey { key: String, table: String, offer: String }
        vi "Không có khóa `{key}` trong {table}. Các khóa dùng được: {offer}."
        en "There is no key `{key}` in {table}. Keys that can be used: {offer}."
    /// A key that must be there.
    MissingKey { key: String, table: String }
        vi "Thiếu khóa `{key}` trong {table}. Hãy thêm `{key} = …`."
        en "The key `{key}` is missing in {table}. Add `{key} = …`."
    /// Not TOML; the detail is the parser's.
    TomlSyntax { detail: Syntax }
        vi "Sai cú pháp TOML ({detail:#}). Hãy sửa dòng này rồi lưu lại."
        en "This is not valid TOML ({detail}). Mend this line and save again."
    /// A text of a wrong length.
    TextLength { key: String, length: usize, most: usize }
        vi "`{key}` có {length} ký tự; phải có từ 1 đến {most}. Hãy rút gọn hoặc chia thành nhiều mục."
        en "`{key}` has {length} characters; it must have 1 to {most}. Shorten it or split it into several items."
    /// A text without anything to light.
    TextBlank { key: String }
        vi "`{key}` không có chữ nào để hiển thị. Hãy viết nội dung hoặc xóa mục này."
        en "`{key}` has nothing to show. Write a text or delete this item."
    /// A list of a wrong length.
    ListLength { key: String, length: usize, most: usize }
        vi "`{key}` có {length} phần tử; phải có từ 1 đến {most}. Nếu không cần, hãy bỏ hẳn khóa này."
        en "`{key}` has {length} entries; it must have 1 to {most}. Leave the key out if it is not needed."
    /// The same word twice in a list.
    SaidTwice { key: String, word: String }
        vi "`{word}` được ghi hai lần trong `{key}`. Hãy xóa một lần."
        en "`{word}` stands twice in `{key}`. Delete one."
    /// A word that is not one of the known ones.
    UnknownWord { key: String, word: String, offer: String }
        vi "`{key}` không nhận giá trị `{word}`. Các giá trị dùng được: {offer}."
        en "`{key}` does not take `{word}`. Values that can be used: {offer}."
    /// Not a text.
    WantsText { key: String }
        vi "`{key}` phải là chữ trong ngoặc kép, ví dụ `{key} = \"…\"`."
        en "`{key}` must be text in quotes, for example `{key} = \"…\"`."
    /// Not a whole number, or outside its range.
    WantsInteger { key: String, low: String, high: String }
        vi "`{key}` phải là số nguyên từ {low} đến {high}."
        en "`{key}` must be a whole number from {low} to {high}."
    /// Not a number, or outside its range.
    WantsDecimal { key: String, low: String, high: String }
        vi "`{key}` phải là số từ {low} đến {high}."
        en "`{key}` must be a number from {low} to {high}."
    /// Neither true nor false.
    WantsFlag { key: String }
        vi "`{key}` phải là `true` hoặc `false`."
        en "`{key}` must be `true` or `false`."
    /// Not an id.
    WantsId { key: String }
        vi "`{key}` phải là mã gồm chữ thường không dấu, chữ số và dấu `-`, tối đa 40 ký tự, ví dụ `\"ubnd\"`."
        en "`{key}` must be an id of lower-case ASCII letters, digits and `-`, at most 40, for example `\"ubnd\"`."
    /// Not a list of ids.
    WantsIds { key: String }
        vi "`{key}` phải là danh sách mã, ví dụ `{key} = [\"ubnd\", \"hcc\"]`."
        en "`{key}` must be a list of ids, for example `{key} = [\"ubnd\", \"hcc\"]`."
    /// Not an array of tables.
    WantsTables { key: String }
        vi "`{key}` phải được viết thành các khối `[[{key}]]`."
        en "`{key}` must be written as blocks `[[{key}]]`."
    /// Not a table.
    WantsTable { key: String }
        vi "`{key}` phải là một khối `[{key}]` hoặc `{key} = {{ … }}`."
        en "`{key}` must be a block `[{key}]` or `{key} = {{ … }}`."
    /// Neither texts nor tables with a word and a note.
    WantsEntries { key: String }
        vi "`{key}` phải là danh sách chữ trong ngoặc kép, ví dụ `{key} = [\"…\", \"…\"]`."
        en "`{key}` must be a list of texts in quotes, for example `{key} = [\"…\", \"…\"]`."
    /// An entry of a list in which there is nothing to compare with.
    EntryBlank { key: String }
        vi "Một phần tử của `{key}` không có chữ hay số nào. Hãy viết lại hoặc xóa phần tử này."
        en "An entry of `{key}` has neither letters nor digits. Write it again or delete it."
    /// Two tables with the same id.
    IdTaken { id: String, table: String }
        vi "Mã `{id}` đã dùng cho một {table} khác. Mỗi mã chỉ dùng một lần; hãy đổi mã này."
        en "The id `{id}` is taken by another {table}. Each id can be used once; change this one."
    /// A playlist without items.
    NoItems {}
        vi "Danh sách phát không có mục nào. Hãy thêm ít nhất một khối `[[item]]` có `text = \"…\"`."
        en "The playlist has no items. Add at least one block `[[item]]` with `text = \"…\"`."
    /// A site without boards.
    NoBoards {}
        vi "Chưa khai báo bảng nào. Hãy thêm ít nhất một khối `[[board]]`."
        en "There are no boards. Add at least one block `[[board]]`."
    /// A key that only makes sense with another value of another key.
    KeyNeeds { key: String, needs: String }
        vi "`{key}` chỉ dùng được cùng với {needs}. Hãy bỏ `{key}` hoặc thêm {needs}."
        en "`{key}` can only be used together with {needs}. Leave `{key}` out or add {needs}."
    /// Two keys of which only one can hold.
    KeyWithout { key: String, other: String }
        vi "`{key}` và `{other}` không dùng cùng nhau được. Hãy giữ một trong hai."
        en "`{key}` and `{other}` cannot be used together. Keep one of them."
    /// A text that is too long for its field on the wire.
    TextBytes { key: String, bytes: usize, most: usize }
        vi "`{key}` dài {bytes} byte trong UTF-8, nhiều nhất được {most} byte. Hãy viết ngắn lại."
        en "`{key}` takes {bytes} bytes in UTF-8, but {most} at most. Make it shorter."
    /// Not a UUID.
    BadCid { cid: String }
        vi "`cid = \"{cid}\"` không phải là UUID. Hãy viết 32 chữ số thập lục phân, ví dụ `6f1c2c3e-8b0d-4a6e-9d57-1f2e3d4c5b6a`, hoặc bỏ khóa này."
        en "`cid = \"{cid}\"` is not a UUID. Write 32 hex digits, for example `6f1c2c3e-8b0d-4a6e-9d57-1f2e3d4c5b6a`, or leave the key out."
    /// Width and height of a face outside the limits.
    FaceSize { width: i64, height: i64, most_width: u16, most_height: u16, most_dots: usize }
        vi "Mặt bảng {width} × {height} điểm không dùng được: rộng 1–{most_width}, cao 1–{most_height}, tất cả không quá {most_dots} điểm."
        en "A face of {width} × {height} dots cannot be used: 1–{most_width} wide, 1–{most_height} high, at most {most_dots} dots in all."
    /// A link that cannot be read.
    BadLink { link: String }
        vi "Không hiểu `link = \"{link}\"`. Hãy viết `virtual`, `udp://MÁY:CỔNG`, `tcp://MÁY:CỔNG`, `serial:///dev/ttyUSB0`, `multicast://` hoặc `raw://CỔNG-MẠNG`."
        en "`link = \"{link}\"` cannot be read. Write `virtual`, `udp://HOST:PORT`, `tcp://HOST:PORT`, `serial:///dev/ttyUSB0`, `multicast://` or `raw://INTERFACE`."
    /// A protocol that does not go over this link.
    LinkMismatch { protocol: String, links: String }
        vi "Giao thức `{protocol}` chỉ đi qua {links} hoặc `virtual`. Hãy sửa `link` hoặc `protocol`."
        en "The protocol `{protocol}` goes over {links} or `virtual` only. Change `link` or `protocol`."
    /// Boards on one serial line with different speeds.
    LineSpeeds { path: String, speed: u32, other: u32 }
        vi "Các bảng chung đường `{path}` phải cùng tốc độ: bảng này ghi {other}, bảng trước ghi {speed}. Hãy sửa `baud` cho giống nhau."
        en "Boards that share the line `{path}` must have one speed: this one has {other}, an earlier one {speed}. Make `baud` the same."
    /// A board the protocol cannot carry.
    BoardTooLarge { protocol: String, detail: String }
        vi "Giao thức `{protocol}` không chở được mặt bảng này ({detail}). Hãy sửa kích thước hoặc giao thức."
        en "The protocol `{protocol}` cannot carry this face ({detail}). Change the size or the protocol."
    /// A protocol of a feature that this build does not have.
    ProtocolNotBuilt { protocol: String, feature: String }
        vi "Bản chương trình này không có giao thức `{protocol}`, vì nó còn thử nghiệm. Hãy cài bản được dựng với `--features {feature}`."
        en "This build does not have the protocol `{protocol}`, which is an experiment. Install one that was built with `--features {feature}`."
    /// A depth the protocol does not have.
    DepthForced { protocol: String, wanted: String }
        vi "Giao thức `{protocol}` chỉ gửi được `depth = \"{wanted}\"`. Hãy bỏ `depth` hoặc đổi giao thức."
        en "The protocol `{protocol}` can only send `depth = \"{wanted}\"`. Leave `depth` out or change the protocol."
    /// Chains of modules behind a protocol that names columns and rows.
    ProtocolNeedsRows { protocol: String }
        vi "Giao thức `{protocol}` gửi điểm theo cột và hàng của mặt bảng, không theo dây mô-đun. Hãy bỏ các khối `[[board.module]]`, `[[board.output]]` và các bước `map` đổi chiều mặt bảng."
        en "The protocol `{protocol}` sends dots by column and row of the face, not along chains. Leave out `[[board.module]]`, `[[board.output]]` and steps of `map` that change width and height."
    /// Several controllers behind a protocol that has one.
    ProtocolNeedsOne { protocol: String }
        vi "Giao thức `{protocol}` không ghép được nhiều bo điều khiển thành một bảng. Hãy bỏ `link` trong các khối `[[board.output]]` hoặc đổi giao thức."
        en "The protocol `{protocol}` cannot make several controllers one board. Leave `link` out of the blocks `[[board.output]]` or change the protocol."
    /// A module that is not inside the face.
    ModuleOutside { module: usize, face: String }
        vi "Mô-đun thứ {module} nằm ngoài mặt bảng {face} điểm. Hãy sửa `x`, `y`, `width`, `height`, `across` hoặc `down`."
        en "Module {module} is not inside the face of {face} dots. Change `x`, `y`, `width`, `height`, `across` or `down`."
    /// Two modules at the same place.
    ModulesOverlap { module: usize, other: usize, x: u16, y: u16 }
        vi "Mô-đun thứ {module} chồng lên mô-đun thứ {other} tại cột {x}, hàng {y}. Mỗi điểm chỉ thuộc một mô-đun; hãy sửa vị trí hoặc kích thước."
        en "Module {module} overlaps module {other} at column {x}, row {y}. Each dot belongs to one module; change the place or the size."
    /// A map that folds an odd number of rows.
    FoldNeedsEven { map: String, rows: usize }
        vi "`{map}` gập đôi các hàng nên cần số hàng chẵn, nhưng ở bước này có {rows} hàng. Hãy sửa `map` hoặc `height`."
        en "`{map}` folds the rows in two and needs an even number, but there are {rows} at this step. Change `map` or `height`."
    /// A module on an output that is not there.
    NoSuchOutput { output: i64, outputs: usize }
        vi "Không có ngõ ra {output}; bảng này có {outputs} ngõ ra. Hãy sửa `output` hoặc thêm khối `[[board.output]]`."
        en "There is no output {output}; this board has {outputs}. Change `output` or add a block `[[board.output]]`."
    /// More modules than a board may have.
    TooManyModules { modules: usize, most: usize }
        vi "Bảng có {modules} mô-đun; nhiều nhất là {most}. Hãy sửa `across` và `down`, hoặc khai báo mô-đun lớn hơn."
        en "The board has {modules} modules; at most {most} can be. Change `across` and `down`, or write larger modules."
    /// An output whose modules have more dots than it.
    OutputShort { output: usize, dots: usize, modules: usize }
        vi "Các mô-đun trên ngõ ra {output} có {modules} điểm, nhưng `dots` chỉ là {dots}. Hãy tăng `dots` hoặc chuyển bớt mô-đun."
        en "The modules of output {output} have {modules} dots, but `dots` is only {dots}. Raise `dots` or move a module."
    /// Two outputs that use the same dots of a controller.
    OutputsShared { output: usize, other: usize }
        vi "Ngõ ra {output} dùng trùng điểm với ngõ ra {other} của cùng một bo điều khiển. Hãy sửa `start` hoặc `dots`."
        en "Output {output} uses the same dots of their controller as output {other}. Change `start` or `dots`."
    /// An output whose controller is not on the network.
    OutputLink { link: String }
        vi "`link = \"{link}\"` của một ngõ ra phải là `udp://MÁY` hoặc `udp://MÁY:CỔNG`: địa chỉ bo điều khiển của ngõ ra đó."
        en "`link = \"{link}\"` of an output must be `udp://HOST` or `udp://HOST:PORT`: the address of its controller."
    /// More dots sent than any controller takes.
    TooManyDots { dots: usize, most: usize }
        vi "Các ngõ ra cần gửi {dots} điểm; nhiều nhất là {most}. Hãy sửa `start` và `dots` của các khối `[[board.output]]`."
        en "The outputs would be sent {dots} dots; at most {most} can be. Change `start` and `dots` of the blocks `[[board.output]]`."
    /// Two bits a dot on a board that has not two lamps.
    TwoNeedsTwo {}
        vi "`depth = \"two\"` cần bảng có hai màu bóng, ví dụ `colour = [\"red\", \"green\"]`."
        en "`depth = \"two\"` needs a board with lamps of two colours, for example `colour = [\"red\", \"green\"]`."
    /// A limit of current for lamps that are on or off.
    LimitNeedsDimming {}
        vi "`limit_a` cần bóng chỉnh sáng được (`depth` là `\"rgb\"` hoặc `\"grey\"`). Hãy bỏ `limit_a`."
        en "`limit_a` needs lamps that can be dimmed (`depth` of `\"rgb\"` or `\"grey\"`). Leave `limit_a` out."
    /// A limit of current that cannot be kept.
    LimitTooLow { limit: String, least: String }
        vi "Không thể giữ dòng điện dưới {limit} A: các điểm của bảng cần ít nhất {least} A dù giảm sáng hết mức. Hãy tăng `limit_a` hoặc sửa `dot_ma`, `idle_ma`."
        en "{limit} A cannot be kept: the dots need at least {least} A however much they are dimmed. Raise `limit_a` or correct `dot_ma`, `idle_ma`."
    /// A part of a face that no module has.
    DotsNotSent { dots: usize }
        vi "{dots} điểm của mặt bảng không thuộc mô-đun nào nên sẽ không được gửi. Hãy khai báo đủ các khối `[[board.module]]`."
        en "{dots} dots of the face are on no module and are not sent. List all modules as blocks `[[board.module]]`."
    /// A time zone nobody knows.
    UnknownZone { zone: String }
        vi "Không có múi giờ `{zone}`. Hãy dùng tên IANA, ví dụ `Asia/Ho_Chi_Minh`."
        en "There is no time zone `{zone}`. Use an IANA name, for example `Asia/Ho_Chi_Minh`."
    /// An address that cannot be listened on.
    BadListen { listen: String }
        vi "`listen = \"{listen}\"` không phải địa chỉ IP kèm cổng, ví dụ `127.0.0.1:8080`."
        en "`listen = \"{listen}\"` is not an IP address with a port, for example `127.0.0.1:8080`."
    // Times.
    /// Not a date.
    WantsDate { key: String }
        vi "`{key}` phải là ngày, ví dụ `{key} = 2026-12-31` hoặc `{key} = \"31/12/2026\"`."
        en "`{key}` must be a date, for example `{key} = 2026-12-31` or `{key} = \"31/12/2026\"`."
    /// Neither a date nor a date with a time of day.
    WantsMoment { key: String }
        vi "`{key}` phải là ngày hoặc ngày kèm giờ, ví dụ `{key} = 2026-12-31` hoặc `{key} = 2026-12-31T17:00:00`."
        en "`{key}` must be a date, or a date and a time, for example `{key} = 2026-12-31` or `{key} = 2026-12-31T17:00:00`."
    /// Not a time of day.
    WantsHour { key: String }
        vi "`{key}` phải là giờ trong ngày, ví dụ `{key} = \"06:00\"`; hết ngày là `\"24:00\"`."
        en "`{key}` must be a time of day, for example `{key} = \"06:00\"`; the end of the day is `\"24:00\"`."
    /// Not a time of day, where it may be counted from the sun.
    WantsHourOrSun { key: String }
        vi "`{key}` phải là giờ trong ngày, ví dụ `\"06:00\"`, hoặc tính theo mặt trời: `\"sunrise\"`, `\"sunset-30m\"`, `\"sunrise+1h15m\"`."
        en "`{key}` must be a time of day, for example `\"06:00\"`, or counted from the sun: `\"sunrise\"`, `\"sunset-30m\"`, `\"sunrise+1h15m\"`."
    /// A date or a time of day that does not exist.
    NoSuchTime { text: String }
        vi "Không có ngày hay giờ `{text}`. Hãy xem lại số ngày của tháng; giờ đi từ 00:00 đến 23:59, hết ngày là `\"24:00\"` trong ngoặc kép."
        en "There is no date or time `{text}`. Count the days of the month again; hours go from 00:00 to 23:59, the end of a day is `\"24:00\"` in quotes."
    /// A year files may not speak of.
    YearOutside { low: i16, high: i16 }
        vi "Năm phải từ {low} đến {high}. Hãy sửa lại năm."
        en "The year must be from {low} to {high}. Correct it."
    /// `24:00` where something begins.
    HourOnlyEnds {}
        vi "`24:00` chỉ dùng được cho `to`. Đầu ngày hôm sau là `00:00` của ngày đó."
        en "`24:00` can only be used for `to`. The beginning of the next day is `00:00` of that day."
    /// A window that ends when it begins.
    SameHours { hour: String }
        vi "`from` và `to` cùng là `{hour}`. Nếu là cả ngày, hãy viết `from = \"00:00\"`, `to = \"24:00\"`."
        en "`from` and `to` are both `{hour}`. For the whole day write `from = \"00:00\"`, `to = \"24:00\"`."
    /// Hours counted from the sun in a playlist.
    SunNotHere {}
        vi "Giờ theo mặt trời chỉ dùng cho giờ của bảng trong `bangtin.toml`. Ở đây hãy viết giờ đồng hồ, ví dụ `\"18:00\"`."
        en "Hours counted from the sun are for the hours of a board in `bangtin.toml`. Write a time by the clock here, for example `\"18:00\"`."
    /// Hours counted from the sun at a site whose place is not known.
    SunNeedsPlace { key: String, site: String }
        vi "`{key}` cần giờ mặt trời mọc và lặn. Hãy thêm `latitude` và `longitude` vào khối `[[site]]` có `id = \"{site}\"`."
        en "`{key}` needs the hours of sunrise and sunset. Add `latitude` and `longitude` to the block `[[site]]` with `id = \"{site}\"`."
    /// Too far from sunrise or sunset.
    SunOffset { most: i16 }
        vi "Chỉ được cách lúc mặt trời mọc hoặc lặn tối đa {most} giờ, ví dụ `\"sunset-30m\"`."
        en "At most {most} hours from sunrise or sunset, for example `\"sunset-30m\"`."
    /// Least and most brightness by night the wrong way round.
    NightBounds { floor: u8, max: u8 }
        vi "`night_floor` ({floor}) lớn hơn `night_max` ({max}). Hãy sửa một trong hai."
        en "`night_floor` ({floor}) is greater than `night_max` ({max}). Correct one of them."
    /// Something that ends before it begins.
    EndsBeforeItBegins { end: String, begin: String }
        vi "`{end}` không sau `{begin}`, nên không bao giờ có hiệu lực. Hãy sửa một trong hai."
        en "`{end}` is not after `{begin}`, so this never takes effect. Correct one of them."
    /// A window without a day.
    WindowNever {}
        vi "Khung giờ này không có ngày nào: `days`, `valid_from`, `valid_to`, `only_on` và `except` loại trừ nhau. Hãy sửa hoặc xóa."
        en "This window has no day: `days`, `valid_from`, `valid_to`, `only_on` and `except` exclude each other. Correct or delete it."
    /// A window that says nothing.
    WindowEmpty {}
        vi "Khung giờ này không giới hạn gì. Hãy thêm `days`, `from`, `to` hoặc ngày, hoặc bỏ hẳn khung giờ."
        en "This window limits nothing. Add `days`, `from`, `to` or dates, or leave the window out."
    /// More windows than one file may have.
    TooManyWindows { most: usize }
        vi "Tệp có quá {most} khung giờ. Hãy gộp bớt hoặc chia tệp."
        en "The file has more than {most} windows. Join some or split the file."
    /// Not a list of expressions that name days.
    WantsDays { key: String }
        vi "`{key}` phải nói rõ những ngày nào, ví dụ `\"2026-12-31\"`, `\"2/9\"`, `\"lunar 10/3\"`, `\"tet-3..tet+5\"`; nhiều ngày thì đặt trong `[…]`."
        en "`{key}` must name days, for example `\"2026-12-31\"`, `\"2/9\"`, `\"lunar 10/3\"`, `\"tet-3..tet+5\"`; several of them within `[…]`."
    /// An expression that cannot be read.
    DaysSyntax { text: String, part: String }
        vi "Không hiểu `{part}` trong `{text}`. Hãy viết như `2026-12-31`, `2/9`, `lunar 10/3`, `tet-3..tet+5`; tên ngày viết không dấu."
        en "`{part}` in `{text}` cannot be read. Write it like `2026-12-31`, `2/9`, `lunar 10/3`, `tet-3..tet+5`; names of days have no marks."
    /// An expression beyond what can be computed.
    DaysOutside { text: String }
        vi "`{text}` nằm ngoài giới hạn: năm có bốn chữ số, từ 1900 đến 2199; chỉ được cách một ngày tối đa 366 ngày."
        en "`{text}` is out of bounds: a year has four digits, from 1900 to 2199, and no day lies more than 366 days from another."
    /// A range of days that ends before it begins.
    DaysBackwards { text: String }
        vi "Khoảng ngày `{text}` kết thúc trước khi bắt đầu. Hãy đổi chỗ hai đầu."
        en "The range `{text}` ends before it begins. Exchange its ends."
    /// A set of days where one day is needed.
    DaysNotOne { text: String }
        vi "`{text}` không phải là một ngày, nên không dùng được trong khoảng ngày hay với `+`, `-`. Hãy ghi riêng thành một phần tử."
        en "`{text}` is no single day and cannot be used in a range or with `+`, `-`. Write it as an entry of its own."
    /// A name of a day nobody knows.
    NoSuchDays { name: String, offer: String }
        vi "Không có ngày nào tên `{name}`. Các tên dùng được: {offer}. Ngày riêng của địa phương thì thêm khối `[[calendar.day]]` trong `bangtin.toml`."
        en "There is no day of the name `{name}`. Names that can be used: {offer}. For a day of your own add a block `[[calendar.day]]` to `bangtin.toml`."
    /// A bulletin without an end.
    ClassNeedsExpiry { class: String }
        vi "`class = \"{class}\"` phải có `expires_at` ở danh sách hoặc ở mục. Hãy ghi lúc hết hạn."
        en "`class = \"{class}\"` needs `expires_at` on the playlist or on the item. Say when it ends."
    /// Keys of which one may be given.
    OnlyOneOf { keys: String }
        vi "Chỉ được dùng một trong các khóa {keys}. Hãy bỏ bớt."
        en "Only one of the keys {keys} can be used. Leave out the others."
    /// A site no board stands at.
    NoBoardAtSite { id: String, offer: String }
        vi "Không có bảng nào ở điểm đặt `{id}`. Các điểm đặt có bảng: {offer}."
        en "No board stands at the site `{id}`. Sites with boards: {offer}."
    /// A tag no board has.
    NoSuchTag { id: String, offer: String }
        vi "Không có bảng nào mang nhãn `{id}`. Các nhãn hiện có: {offer}."
        en "No board has the tag `{id}`. Tags that exist: {offer}."
    /// An id that names of days cannot have.
    WantsDayId { key: String }
        vi "`{key}` phải là tên không dấu mà biểu thức ngày dùng được: chữ thường, chữ số, các phần nối bằng `-` và bắt đầu bằng chữ, ví dụ `\"le-hoi\"`."
        en "`{key}` must be a name day expressions can use: lower-case letters and digits in parts that begin with a letter, joined by `-`, for example `\"le-hoi\"`."
    /// An id the program has for a day of its own.
    DayIdBuiltIn { id: String }
        vi "`{id}` là tên ngày có sẵn trong chương trình. Hãy đặt tên khác."
        en "`{id}` is a day the program knows. Choose another name."
    /// A day of one's own that is explained by another.
    DayLeansOnOwn { name: String }
        vi "Ngày riêng không được tính từ `{name}`, chỉ từ ngày cụ thể hoặc ngày có sẵn trong chương trình. Hãy sửa `on`, ví dụ `\"lunar 6/1\"`."
        en "A day of your own cannot be counted from `{name}`, only from dates and from days the program knows. Correct `on`, for example `\"lunar 6/1\"`."
    /// Days that come every year where dates are decided.
    DaysNotDated { key: String }
        vi "`{key}` được quyết định từng năm nên phải ghi rõ năm, ví dụ `\"2026-01-02\"` hoặc `\"2026-02-16..2026-02-20\"`."
        en "`{key}` is decided from year to year and must say the year, for example `\"2026-01-02\"` or `\"2026-02-16..2026-02-20\"`."
    // Boards and names.
    /// Two lamps of the same colour, or lamps no board has.
    BadPalette { offer: String }
        vi "`colour` của bảng phải là một màu, hai màu khác nhau hoặc `rgb`. Ví dụ: {offer}."
        en "`colour` of a board must be one colour, two different colours or `rgb`. For example: {offer}."
    /// A reference to a site, board, group, playlist or font that does not exist.
    NoSuchSite { id: String, offer: String }
        vi "Không có điểm đặt `{id}`. Các điểm đã khai báo: {offer}. Hãy sửa lại hoặc thêm khối `[[site]]`."
        en "There is no site `{id}`. Sites that exist: {offer}. Correct it or add a block `[[site]]`."
    /// A board that is not in the site file.
    NoSuchBoard { id: String, offer: String }
        vi "Không có bảng `{id}`. Các bảng đã khai báo: {offer}."
        en "There is no board `{id}`. Boards that exist: {offer}."
    /// A group no board belongs to.
    NoSuchGroup { id: String, offer: String }
        vi "Không có bảng nào thuộc nhóm `{id}`. Các nhóm hiện có: {offer}."
        en "No board belongs to the group `{id}`. Groups that exist: {offer}."
    /// A default playlist that is not there.
    NoSuchPlaylist { id: String, offer: String }
        vi "Không có danh sách phát `{id}` (tệp `{id}.toml`). Các danh sách hiện có: {offer}."
        en "There is no playlist `{id}` (file `{id}.toml`). Playlists that exist: {offer}."
    /// A font that is not in the fonts folder.
    NoSuchFont { font: String, offer: String }
        vi "Không có phông `{font}` trong thư mục phông. Các phông hiện có: {offer}."
        en "There is no font `{font}` in the fonts folder. Fonts that exist: {offer}."
    /// A font is to be chosen, and there is none of the project's.
    NoOwnFont {}
        vi "Trong thư mục phông không có phông nào của chương trình (`bangtin-16`, `bangtin-24`…) để tự chọn. Hãy chép các tệp `bangtin-*.bdf` vào đó hoặc ghi `font`."
        en "The fonts folder has no font of the program (`bangtin-16`, `bangtin-24`…) to choose from. Copy the files `bangtin-*.bdf` there or name a `font`."
    /// A font asked for whose file cannot give it.
    FontNotMade { font: String }
        vi "Không tạo được phông `{font}`; lý do được nêu ở tệp phông."
        en "The font `{font}` could not be made; the reason is given with the font file."
    /// A colour the board's lamps cannot make.
    NoSuchColour { colour: String, board: String, offer: String }
        vi "Bảng `{board}` không hiển thị được màu `{colour}`. Các màu của bảng này: {offer}."
        en "The board `{board}` cannot show the colour `{colour}`. Colours it has: {offer}."
    /// Black letters.
    ColourBlack {}
        vi "Màu đen (`#000000`) không làm sáng chấm nào, nên sẽ không ai thấy chữ. Hãy chọn màu khác."
        en "Black (`#000000`) lights no dot, so nobody would see the text. Choose another colour."
    /// A letter the font lacks.
    NoSuchLetter { letter: String, code: String, position: usize, font: String } rule F01
        vi "Phông `{font}` thiếu chữ \"{letter}\" ({code}), ký tự thứ {position}. Hãy sửa chữ này hoặc chọn phông khác."
        en "The font `{font}` lacks the letter \"{letter}\" ({code}), character {position}. Change the letter or the font."
    /// A letter that has no place in a public text: control, invisible, private or a mark of its own.
    StrayLetter { code: String, position: usize } rule T02
        vi "Có ký tự ẩn hoặc dấu rời {code} ở vị trí {position}. Hãy xóa rồi gõ lại chữ này."
        en "There is an invisible character or a stray mark {code} at position {position}. Delete it and type the letter again."
    /// A letter of another alphabet that looks like one of ours.
    LookAlike { code: String, ours: char, position: usize } rule T08
        vi "Ký tự {code} ở vị trí {position} trông giống \"{ours}\" nhưng thuộc bảng chữ khác. Hãy xóa rồi gõ lại \"{ours}\"."
        en "The character {code} at position {position} looks like \"{ours}\" and is of another alphabet. Delete it and type \"{ours}\"."
    /// A text that seems to be in an encoding of before Unicode.
    LegacyText { encoding: String, preview: String, path: String } rule T03
        vi "Văn bản có vẻ dùng bảng mã {encoding}, không phải Unicode. Có phải là \"{preview}\"? Nếu đúng, hãy chuyển mã: `bangtin convert {path}`."
        en "This seems to be {encoding}, not Unicode. Is it \"{preview}\"? If so, convert it: `bangtin convert {path}`."
    /// A font higher than the face.
    FontTooHigh { font: String, rows: u16, board: String, height: u16, offer: String } rule F05
        vi "Phông `{font}` cao {rows} hàng, bảng `{board}` chỉ có {height} hàng. Dùng được: {offer}."
        en "The font `{font}` is {rows} rows high, the board `{board}` has {height}. What works: {offer}."
    /// A word that no line of the face can hold.
    WordTooWide { word: String, width: u32, board: String, face: u16, font: String, offer: String } rule L01
        vi "Từ \"{word}\" rộng {width} điểm ảnh với phông `{font}`, bảng `{board}` chỉ rộng {face}. Dùng được: {offer}."
        en "\"{word}\" is {width} dots wide in the font `{font}`, the board `{board}` only {face}. What works: {offer}."
    /// A font higher than the face, and none that is lower.
    FontTooHighAlone { font: String, rows: u16, board: String, height: u16 } rule F05
        vi "Phông thấp nhất `{font}` cao {rows} hàng, bảng `{board}` chỉ có {height} hàng. Hãy chép thêm phông thấp hơn vào thư mục phông."
        en "The lowest font, `{font}`, is {rows} rows high, the board `{board}` has {height}. Add a lower font to the fonts folder."
    /// A word that no line of the face can hold, whatever the font and the motion.
    WordTooWideAlone { word: String, width: u32, board: String, face: u16, font: String } rule L01
        vi "Từ \"{word}\" rộng {width} điểm ảnh với phông `{font}`, bảng `{board}` chỉ rộng {face}. Hãy viết ngắn hơn."
        en "\"{word}\" is {width} dots wide in the font `{font}`, the board `{board}` only {face}. Write something shorter."
    /// A text whose strip or pages would be too large.
    TextTooLong { board: String }
        vi "Nội dung quá dài đối với bảng `{board}`. Hãy chia thành nhiều mục."
        en "The text is too long for the board `{board}`. Split it into several items."
    /// A page on which nothing would be lit.
    PageDark { board: String }
        vi "Trên bảng `{board}`, nội dung này có lúc không sáng điểm nào. Hãy bỏ bớt dòng trống hoặc khoảng trắng liền nhau."
        en "On the board `{board}` this text has a moment without a lit dot. Take out empty lines or runs of spaces."
    /// A playlist that no board will ever show.
    ForNobody { playlist: String }
        vi "Danh sách `{playlist}` không dành cho bảng nào. Hãy thêm `boards` hoặc `groups`, hoặc đặt làm `default` của một bảng."
        en "The playlist `{playlist}` is for no board. Add `boards` or `groups`, or make it a board's `default`."
    /// A file that cannot be read.
    CannotRead { path: String, why: String }
        vi "Không đọc được `{path}`: {why}. Hãy kiểm tra tệp và quyền truy cập."
        en "`{path}` cannot be read: {why}. Check that it exists and may be read."
    /// A file larger than any of its kind may be.
    FileTooLarge { path: String, most_kib: usize }
        vi "Tệp `{path}` lớn hơn {most_kib} KiB. Hãy chia nhỏ tệp."
        en "The file `{path}` is larger than {most_kib} KiB. Split it."
    /// A file that is not UTF-8.
    NotUtf8 { path: String, offset: usize }
        vi "`{path}` không phải tệp UTF-8 (sai ở byte {offset}). Hãy lưu lại với bảng mã Unicode UTF-8."
        en "`{path}` is not UTF-8 (wrong at byte {offset}). Save it again as Unicode UTF-8."
    /// A file that is not UTF-8 and seems to be in another encoding.
    NotUtf8Seems { path: String, encoding: String, preview: String } rule T03
        vi "`{path}` không phải tệp UTF-8; có vẻ dùng bảng mã {encoding}: \"{preview}\". Nếu đúng, hãy chuyển mã: `bangtin convert {path}`."
        en "`{path}` is not UTF-8; it seems to be {encoding}: \"{preview}\". If so, convert it: `bangtin convert {path}`."
    /// A file made Unicode.
    Converted { path: String, encoding: String }
        vi "`{path}`: đã chuyển từ {encoding} sang Unicode. Hãy đọc lại kết quả trước khi dùng."
        en "`{path}`: converted from {encoding} to Unicode. Read the result before it is used."
    /// A conversion that may have lost capitals.
    CapitalsLost { encoding: String } rule T04
        vi "Bảng mã {encoding} không phân biệt hết chữ hoa và chữ thường; hãy kiểm tra lại chữ hoa."
        en "{encoding} does not keep all capitals apart from small letters; check the capitals."
    /// A file that needs no conversion.
    NothingToConvert { path: String }
        vi "`{path}` đã ở dạng Unicode; không có gì phải chuyển. Nếu chữ vẫn sai, hãy chỉ rõ bảng mã: `--from TCVN3`."
        en "`{path}` is Unicode already; there is nothing to convert. If the text is still wrong, name the encoding: `--from TCVN3`."
    /// An encoding nobody knows.
    NoSuchEncoding { name: String, offer: String }
        vi "Không có bảng mã `{name}`. Các bảng mã dùng được: {offer}."
        en "There is no encoding `{name}`. Encodings that can be used: {offer}."
    /// More files than one site may have.
    TooManyFiles { folder: String, most: usize }
        vi "Thư mục `{folder}` có quá {most} tệp; phần còn lại không được đọc. Hãy dọn bớt."
        en "The folder `{folder}` has more than {most} files; the rest is not read. Tidy it up."
    /// A playlist whose file name is no id.
    BadFileName { path: String }
        vi "Tên tệp `{path}` phải gồm chữ thường không dấu, chữ số và dấu `-`, ví dụ `thuong-truc.toml`. Hãy đổi tên tệp."
        en "The file name of `{path}` must be lower-case ASCII letters, digits and `-`, as in `thuong-truc.toml`. Rename the file."
    /// A font file that is not BDF.
    BadFont { detail: String }
        vi "Tệp phông không đúng dạng BDF ({detail}). Hãy dùng lại bản phông gốc."
        en "The font file is not valid BDF ({detail}). Put the original font back."
    /// An outline font whose file name is no id.
    BadOutlineName { path: String }
        vi "Tên tệp phông `{path}` phải gồm chữ thường không dấu, chữ số và dấu `-`, ví dụ `noto-sans.ttf`. Hãy đổi tên tệp."
        en "The file name of the font `{path}` must be lower-case ASCII letters, digits and `-`, as in `noto-sans.ttf`. Rename the file."
    /// Two outline fonts that differ by their endings only.
    SameFontName { path: String, used: String }
        vi "Hai tệp phông trùng tên: `{used}` được dùng, `{path}` thì không. Hãy xóa hoặc đổi tên một tệp."
        en "Two font files have the same name: `{used}` is used, `{path}` is not. Delete or rename one of them."
    /// Rows an outline font is not made for.
    OutlineRows { font: String, low: u16, high: u16 }
        vi "`{font}`: phông TrueType dùng được từ {low} đến {high} hàng. Hãy sửa số ở cuối tên; bảng thấp hơn thì dùng `bangtin-16`."
        en "`{font}`: TrueType fonts can be used from {low} to {high} rows. Change the number at the end; on lower boards use `bangtin-16`."
    /// Not TrueType, or cut off.
    OutlineDamaged { detail: String }
        vi "Tệp phông TrueType bị hỏng, quá lớn hoặc không đầy đủ ({detail}). Hãy chép lại tệp gốc."
        en "The TrueType font file is damaged, too large or not whole ({detail}). Copy the original file again."
    /// No instructions for small sizes.
    OutlineWithoutInstructions { font: String }
        vi "`{font}`: tệp phông không có lệnh TrueType để chỉnh nét theo điểm ảnh; các chữ sẽ khó phân biệt. Hãy dùng phông có lệnh này, ví dụ Noto Sans."
        en "`{font}`: the font file has no TrueType instructions to fit strokes to dots; letters would be hard to tell apart. Use a font that has them, such as Noto Sans."
    /// Letters every text may have.
    OutlineLacks { count: usize, letters: String }
        vi "Phông thiếu {count} chữ: {letters}. Hãy dùng phông có đủ chữ tiếng Việt."
        en "The font lacks {count} letters: {letters}. Use a font that has all Vietnamese letters."
    /// No size at which it fits.
    OutlineTooHigh { font: String, rows: u16 }
        vi "`{font}`: không cỡ chữ nào vừa {rows} hàng. Hãy dùng nhiều hàng hơn hoặc chọn phông khác."
        en "`{font}`: the letters fit {rows} rows at no size. Use more rows or another font."
    /// Letters drawn alike.
    OutlineAlike { font: String, letters: String }
        vi "`{font}` vẽ giống hệt nhau: {letters}. Hãy dùng nhiều hàng hơn hoặc chọn phông khác."
        en "`{font}` draws alike: {letters}. Use more rows or another font."
    /// Two letters that differ too little.
    OutlineClose { font: String, a: String, b: String, distance: String, floor: String }
        vi "`{font}`: \"{a}\" và \"{b}\" quá giống nhau ({distance}; cần ít nhất {floor}). Hãy dùng nhiều hàng hơn hoặc chọn phông khác."
        en "`{font}`: \"{a}\" and \"{b}\" differ too little ({distance}; at least {floor} is needed). Use more rows or another font."
    /// Marks that differ too little as a whole.
    OutlineMarks { font: String, distance: String, floor: String }
        vi "`{font}`: các dấu quá giống nhau ({distance}; cần ít nhất {floor}). Hãy dùng nhiều hàng hơn hoặc chọn phông khác."
        en "`{font}`: the marks differ too little ({distance}; at least {floor} is needed). Use more rows or another font."

    // Text.
    /// A word that no onset and rhyme make.
    SyllableImpossible { word: String } rule T05
        vi "\"{word}\" không phải âm tiết tiếng Việt. Hãy gõ lại; tên riêng hoặc từ nước ngoài thì giữ nguyên được."
        en "\"{word}\" is no Vietnamese syllable. Type it again; a name or a foreign word may stay."
    /// More than one tone mark on a word.
    SyllableTwoTones { word: String } rule T05
        vi "\"{word}\" có nhiều hơn một dấu thanh. Mỗi tiếng chỉ mang một dấu; hãy gõ lại."
        en "\"{word}\" has more than one tone mark. A syllable bears one; type it again."
    /// k, gh, ngh or c, g, ng before the wrong letter.
    SyllableOnset { word: String } rule T05
        vi "\"{word}\" sai chính tả: trước e, ê, i, y viết k, gh, ngh; trước các chữ khác viết c, g, ng."
        en "\"{word}\" is misspelt: before e, ê, i, y write k, gh, ngh; before other letters c, g, ng."
    /// c or k where qu is written.
    SyllableQu { word: String } rule T05
        vi "\"{word}\" sai chính tả: sau c hoặc k không viết âm đệm o, u; hãy viết qu."
        en "\"{word}\" is misspelt: no gliding o or u follows c or k; write qu."
    /// i where y belongs, or y where i belongs.
    SyllableY { word: String } rule T05
        vi "\"{word}\" dùng sai i và y: không có phụ âm đầu thì viết yê, có phụ âm đầu thì viết iê hoặc i."
        en "\"{word}\" confuses i and y: without a consonant before it write yê, after a consonant iê or i."
    /// A tone that cannot be before c, ch, p, t.
    SyllableStopTone { word: String } rule T05
        vi "\"{word}\" tận cùng bằng c, ch, p hoặc t nên phải có dấu sắc hoặc dấu nặng. Hãy thêm dấu còn thiếu."
        en "\"{word}\" ends in c, ch, p or t, so it needs the acute tone or the dot below. Add the mark."
    /// A tone on the wrong letter.
    ToneMisplaced { word: String, fix: String } rule T06
        vi "Đặt sai dấu thanh ở \"{word}\"; hãy viết \"{fix}\"."
        en "The tone mark of \"{word}\" is misplaced; write \"{fix}\"."
    /// hòa and hoà in one playlist.
    ToneStyles { first: String, second: String, fix: String } rule T07
        vi "Danh sách lẫn hai kiểu đặt dấu thanh: \"{first}\" và \"{second}\". Hãy dùng một kiểu, ví dụ viết \"{fix}\"."
        en "The playlist mixes two styles of placing tones: \"{first}\" and \"{second}\". Use one of them, for example write \"{fix}\"."
    /// A tone in another style than the site's `tone_style`.
    ToneOtherStyle { word: String, fix: String } rule T07
        vi "\"{word}\" đặt dấu thanh khác với kiểu đã chọn ở `tone_style`; hãy viết \"{fix}\"."
        en "\"{word}\" places its tone otherwise than `tone_style` says; write \"{fix}\"."
    /// Words that are one slip away from a phrase or name that is known.
    PhraseMeant { words: String, fix: String } rule T12
        vi "\"{words}\" có lẽ viết nhầm; hãy kiểm tra lại, chữ đúng có thể là \"{fix}\"."
        en "\"{words}\" is probably misspelt; check it: \"{fix}\" may be meant."
    /// A telephone number that is one slip away from a hotline of the site.
    HotlineDiffers { number: String, known: String } rule T12
        vi "Số điện thoại \"{number}\" gần giống số trong `hotlines`: {known}. Hãy kiểm tra lại từng chữ số."
        en "The telephone number \"{number}\" is nearly one of `hotlines`: {known}. Check every digit."
    /// Words the site lets no text say.
    WordsBanned { words: String } rule T13
        vi "\"{words}\" nằm trong danh sách từ cấm (`banned`). Hãy bỏ hoặc thay bằng cách nói khác."
        en "\"{words}\" is on the list of banned words (`banned`). Take it out or say it otherwise."
    /// Words the site lets no text say, and why.
    WordsBannedBecause { words: String, note: String } rule T13
        vi "\"{words}\" nằm trong danh sách từ cấm (`banned`): {note}. Hãy bỏ hoặc thay bằng cách nói khác."
        en "\"{words}\" is on the list of banned words (`banned`): {note}. Take it out or say it otherwise."
    /// A known abbreviation that the text does not explain.
    AbbreviationUnexplained { word: String, full: String } rule T09
        vi "Người đi đường có thể không hiểu \"{word}\"; hãy viết đầy đủ: {full}."
        en "Passers-by may not know \"{word}\"; write it out: {full}."
    /// Any other abbreviation that the text does not explain.
    AbbreviationUnknown { word: String } rule T09
        vi "Người đi đường có thể không hiểu chữ viết tắt \"{word}\"; hãy viết đầy đủ."
        en "Passers-by may not know the abbreviation \"{word}\"; write it out."
    /// Several unexplained abbreviations in one text.
    AbbreviationsMany { count: usize } rule T10
        vi "Nội dung có {count} chữ viết tắt chưa giải thích; chỉ nên có nhiều nhất một."
        en "The text has {count} abbreviations that it does not explain; one is the most."
    /// A word or two twice in a row.
    WordRepeated { words: String } rule T14
        vi "\"{words}\" được viết hai lần liền nhau. Nếu không cố ý, hãy xóa một lần."
        en "\"{words}\" stands twice in a row. Unless that is meant, delete one."
    /// A space where none belongs.
    SpaceBefore { mark: char } rule T11
        vi "Thừa khoảng trắng trước dấu \"{mark}\". Hãy xóa khoảng trắng này."
        en "There is a space before \"{mark}\". Delete it."
    /// A space that was forgotten.
    SpaceMissing { mark: char } rule T11
        vi "Thiếu khoảng trắng sau dấu \"{mark}\". Hãy thêm một khoảng trắng."
        en "A space is missing after \"{mark}\". Add one."
    /// Several spaces in a row.
    SpacesDoubled { count: usize } rule T11
        vi "Có {count} khoảng trắng liền nhau. Hãy chỉ để một."
        en "There are {count} spaces in a row. Leave one."
    /// A weekday that does not go with its date.
    WeekdayWrong { said: String, name_vi: &'static str, name_en: &'static str } rule T15
        vi "Ngày ghi bên cạnh \"{said}\" là {name_vi}. Hãy kiểm tra lại thứ và ngày."
        en "The date beside \"{said}\" is a {name_en}. Check weekday and date."
    /// A date that no calendar has.
    NoSuchDay { date: String } rule T15
        vi "Không có ngày {date}. Hãy kiểm tra lại ngày, tháng, năm."
        en "There is no day {date}. Check day, month and year."
    /// More to look at than is listed.
    TextMore { more: usize }
        vi "Còn {more} chỗ trong các nội dung của tệp này chưa liệt kê. Hãy sửa các chỗ trên rồi kiểm tra lại."
        en "{more} more places in the texts of this file are not listed. Mend those above and check again."
    /// Marks written apart from their letters.
    TextComposed {} rule T01
        vi "Nội dung được gõ bằng Unicode tổ hợp; chương trình đã chuyển sang Unicode dựng sẵn. Có thể để nguyên."
        en "The text is written in decomposed Unicode; it was composed. It may stay as it is."

    // Fonts, layout and time.
    /// Letters that look the same.
    FontAlike { font: String, letters: String } rule F02
        vi "Phông `{font}` vẽ giống hệt nhau: {letters}. Hãy dùng phông khác."
        en "The font `{font}` draws alike: {letters}. Use another font."
    /// Marks that are too much alike on the whole.
    FontMarks { font: String, value: String, least: String, rows: u16 } rule F03
        vi "Phông `{font}`: khoảng cách giữa các dấu là {value}, phông {rows} hàng cần ít nhất {least}. Hãy dùng phông khác."
        en "The font `{font}`: the distance of marks is {value}, a font of {rows} rows needs {least}. Use another font."
    /// Two letters that are nearly the same.
    FontPair { font: String, first: char, second: char, value: String, least: String } rule F04
        vi "Phông `{font}` vẽ \"{first}\" và \"{second}\" quá giống nhau ({value}, cần ít nhất {least}). Hãy dùng phông khác."
        en "The font `{font}` draws \"{first}\" and \"{second}\" nearly alike ({value}, needs {least}). Use another font."
    /// Marks without a dark row under or over them.
    FontTouches { font: String, letters: String } rule F06
        vi "Phông `{font}`: dấu chạm vào thân chữ ở {letters}. Nên dùng phông có hàng trống giữa dấu và chữ."
        en "The font `{font}`: marks touch the letter in {letters}. Better use a font with an empty row between them."
    /// Letters side by side too closely.
    FontLetterGap { font: String, gap: i32, least: i32, rows: u16 } rule F07
        vi "Phông `{font}`: các chữ cách nhau {gap} điểm; phông {rows} hàng cần ít nhất {least}. Nên dùng phông thưa hơn."
        en "The font `{font}`: letters stand {gap} dots apart; at {rows} rows it should be {least}. Better use a wider font."
    /// Words side by side too closely.
    FontWordGap { font: String, gap: i32, least: i32, rows: u16 } rule L06
        vi "Phông `{font}`: các từ cách nhau {gap} điểm; phông {rows} hàng cần ít nhất {least}. Nên dùng phông có dấu cách rộng hơn."
        en "The font `{font}`: words stand {gap} dots apart; at {rows} rows it should be {least}. Better use a font with a wider space."
    /// A line of capitals.
    CapitalsHard { rows: u16, least: u32 } rule L02
        vi "Chữ in hoa khó đọc ở phông {rows} hàng. Hãy viết chữ thường, hoặc dùng phông từ {least} hàng."
        en "Capitals are hard to read in a font of {rows} rows. Write small letters, or use a font of {least} rows or more."
    /// A capital whose marks have no room.
    CapitalLost { letter: char, rows: u16 } rule L02
        vi "Phông {rows} hàng không đủ chỗ cho các dấu của chữ hoa \"{letter}\". Hãy viết chữ thường, hoặc dùng phông cao hơn."
        en "A font of {rows} rows has no room for the marks of the capital \"{letter}\". Write it small, or use a higher font."
    /// A word of several syllables on two lines.
    CompoundSplit { word: String, board: String } rule L03
        vi "Trên bảng `{board}`, \"{word}\" bị ngắt giữa hai dòng. Hãy tự xuống dòng ở chỗ khác hoặc rút gọn."
        en "On the board `{board}`, \"{word}\" is split between two lines. Break the line elsewhere, or shorten the text."
    /// A line that ends in a word that leans on the next.
    WeakEnd { word: String, board: String } rule L04
        vi "Trên bảng `{board}`, có dòng kết thúc bằng \"{word}\". Nên xuống dòng trước từ này."
        en "On the board `{board}`, a line ends in \"{word}\". Better break the line before it."
    /// More than a passer-by can take.
    TextMuch { lines: usize, pages: u32, syllables: usize, board: String } rule L05
        vi "Quá nhiều chữ trên bảng `{board}`: {pages} trang, mỗi trang tới {lines} dòng, {syllables} tiếng. Hãy rút gọn hoặc chia thành nhiều mục."
        en "Too much text on the board `{board}`: {pages} pages of up to {lines} lines and {syllables} syllables. Shorten it or split it into several items."
    /// Lines one above the other too closely.
    LinesClose { gap: u32, least: String, board: String } rule L07
        vi "Trên bảng `{board}`, hai dòng có chỗ chỉ cách nhau {gap} hàng, cần ít nhất {least}. Hãy bớt một dòng hoặc dùng phông thấp hơn."
        en "On the board `{board}`, two lines come within {gap} rows of each other; {least} are needed. Take out a line or use a lower font."
    /// Letters too small for the distance by day.
    LettersSmall { height: String, reach: String, viewers: String, board: String } rule L08
        vi "Chữ cao {height} mm trên bảng `{board}` đọc được đến {reach} m; người xem đứng cách {viewers} m. Hãy dùng phông cao hơn."
        en "Letters of {height} mm on the board `{board}` can be read up to {reach} m; viewers stand at {viewers} m. Use a higher font."
    /// Letters too small for the distance by night.
    LettersSmallNight { height: String, reach: String, viewers: String, board: String } rule L08
        vi "Ban đêm, chữ cao {height} mm trên bảng `{board}` đọc được đến {reach} m; người xem đứng cách {viewers} m. Hãy dùng phông cao hơn."
        en "By night, letters of {height} mm on the board `{board}` can be read up to {reach} m; viewers stand at {viewers} m. Use a higher font."
    /// Marks too small for the distance.
    MarksSmall { reach: String, viewers: String, board: String } rule L09
        vi "Quá {reach} m sẽ không nhìn rõ dấu trên bảng `{board}`; người xem đứng cách {viewers} m. Hãy dùng phông cao hơn."
        en "Beyond {reach} m the tone marks on the board `{board}` are lost; viewers stand at {viewers} m. Use a higher font."
    /// A colour that hardly shines.
    ColourDark { colour: String, percent: u32, board: String } rule L10
        vi "Màu {colour} trên bảng `{board}` khó đọc: chỉ sáng bằng {percent} % màu trắng. Hãy chọn màu sáng hơn."
        en "The colour {colour} on the board `{board}` is hard to read: it has {percent} % of the light of white. Choose a brighter one."
    /// Not long enough to be read.
    ShownShort { shown: String, need: String, board: String } rule D01
        vi "Trên bảng `{board}`, nội dung hiện {shown} giây; cần {need} giây để đọc. Hãy tăng `hold` hoặc rút gọn."
        en "On the board `{board}` the text is shown for {shown} s; reading takes {need} s. Raise `hold` or shorten the text."
    /// Much longer than it takes to read, while others wait.
    ShownLong { shown: String, need: String, board: String } rule D02
        vi "Trên bảng `{board}`, nội dung hiện {shown} giây, đọc chỉ cần {need} giây; các mục khác phải chờ. Có thể giảm `hold`."
        en "On the board `{board}` the text is shown for {shown} s, reading takes {need} s, and other items wait. `hold` may be less."
    /// Letters that pass too fast.
    PassesFast { speed: u32, most: u32, board: String } rule D03
        vi "Trên bảng `{board}`, chữ chạy {speed} điểm mỗi giây; đọc kịp thì tối đa {most}. Hãy giảm `speed`."
        en "On the board `{board}` the text passes at {speed} dots a second; at most {most} can be followed. Lower `speed`."
    /// Steps that do not fit the frames.
    StepsUneven { speed: u32, fps: u32, near: u32, board: String } rule D04
        vi "Trên bảng `{board}` ({fps} khung mỗi giây), `speed = {speed}` chạy không đều; `speed = {near}` mượt hơn."
        en "On the board `{board}` ({fps} frames a second) `speed = {speed}` moves unevenly; `speed = {near}` is smoother."
    /// A face that shows too little of a passing text.
    WindowNarrow { letters: u32, board: String } rule D05
        vi "Bảng `{board}` chỉ hiện được khoảng {letters} chữ cái cùng lúc, quá hẹp cho chữ chạy. Nên dùng phông nhỏ hơn hoặc cho đứng yên."
        en "The board `{board}` holds about {letters} letters at a time, too few for a passing text. Use a smaller font or let it stand."
    /// A text that passes once.
    PassesFew { passes: u32, least: u32 } rule D06
        vi "Chữ chạy {passes} lượt; cần ít nhất {least} để ai lỡ phần đầu còn đọc được. Hãy tăng `passes`."
        en "The text passes {passes} times; it should be {least}, for those who missed the beginning. Raise `passes`."
    /// A passing text that could stand.
    PassesNeedlessly { board: String } rule D07
        vi "Trên bảng `{board}`, nội dung này đủ ngắn để chia hai trang đứng yên, dễ đọc hơn chữ chạy. Có thể bỏ `motion`."
        en "On the board `{board}` this text is short enough for two still pages, which read better. `motion` may be left out."
    /// Dark time that looks like a flash.
    BlankShort { blank: String, least: String } rule D08
        vi "Khoảng tối {blank} giây giữa các mục trông như chớp tắt. Hãy đặt `blank` bằng 0 hoặc từ {least} giây."
        en "Dark time of {blank} s between items looks like a flash. Set `blank` to 0 or to {least} s and more."
    /// A line too slow for a movement.
    LineSlow { fps: String, board: String } rule D09
        vi "Đường truyền tới bảng `{board}` chỉ chở được {fps} khung hình mỗi giây, chữ chạy sẽ giật từng nhịp. Hãy dùng các trang đứng yên, không dùng chữ chạy."
        en "The line to the board `{board}` can carry {fps} frames a second, so a passing text jumps. Use pages, not scrolling."

    // Silenced rules.
    /// A rule that does not exist.
    RuleUnknown { id: String, offer: String }
        vi "Không có quy tắc `{id}`. Các quy tắc bỏ qua được: {offer}."
        en "There is no rule `{id}`. Rules that can be silenced: {offer}."
    /// A rule nothing can be shown against.
    RuleNeeded { id: &'static str, offer: String }
        vi "Không bỏ qua được quy tắc `{id}`: trái quy tắc này thì nội dung không hiển thị được. Các quy tắc bỏ qua được: {offer}."
        en "The rule `{id}` cannot be silenced: what is against it cannot be shown. Rules that can be silenced: {offer}."
    /// A rule that is silenced in another place, or has a threshold instead.
    RuleElsewhere { id: &'static str, offer: String }
        vi "Không bỏ qua quy tắc `{id}` ở đây được. Các quy tắc bỏ qua được ở đây: {offer}."
        en "The rule `{id}` cannot be silenced here. Rules that can be silenced here: {offer}."
    /// A silence nothing needs.
    SilenceIdle { rule: &'static str }
        vi "Bỏ qua quy tắc `{rule}` không còn tác dụng: không có gì trái quy tắc này. Có thể xóa khỏi `silence`."
        en "Silencing the rule `{rule}` has no effect: nothing is against it. It may be taken out of `silence`."

    // The time ahead.
    /// Hours without anything to light.
    HoursBare { board: String, from: String, hours: String } rule S01
        vi "Trong 12 tháng tới, bảng `{board}` có {hours} giờ không có nội dung nào, lần đầu từ {from}; khi đó chỉ có khung dự phòng của chương trình. Hãy đặt danh sách mặc định (`default`) cho bảng, với ít nhất một mục không có giờ và hạn."
        en "In the next 12 months there are {hours} hours in which board `{board}` has no content, the first from {from}; only the program's own frame is lit then. Give the board a `default` playlist with at least one item that has neither hours nor an end."
    /// Long hours of the default playlist.
    HoursStandby { board: String, from: String, hours: String, most: String } rule S02
        vi "Từ {from}, bảng `{board}` chỉ có danh sách mặc định suốt {hours} giờ liền (`standby_h` = {most}). Nếu không định như vậy, hãy thêm nội dung cho thời gian đó."
        en "From {from} on, board `{board}` has only its default playlist for {hours} hours in a row (`standby_h` = {most}). If that is not meant, add content for that time."
    /// An item whose time is over.
    ItemExpired { when: String } rule S03
        vi "Mục này đã hết hạn lúc {when} và không còn được phát. Hãy xóa mục hoặc đổi `expires_at`."
        en "This item expired at {when} and is not shown any more. Delete it or change `expires_at`."
    /// An item whose time is far off.
    ItemFarOff { when: String } rule S03
        vi "Mục này đến {when} mới bắt đầu, sau hơn 12 tháng nữa. Hãy kiểm tra lại `starts_at`."
        en "This item begins only at {when}, more than 12 months from now. Check `starts_at`."
    /// An item whose hours and dates never meet.
    ItemNeverOpen {} rule S03
        vi "Mục này không lúc nào được phát trong 12 tháng tới: khung giờ, ngày bắt đầu và hạn của mục và của danh sách không gặp nhau. Hãy sửa `windows`, `starts_at` hoặc `expires_at`."
        en "This item is never shown in the next 12 months: hours, beginning and end of the item and of its playlist do not meet. Mend `windows`, `starts_at` or `expires_at`."
    /// An item that is always below a higher layer.
    ItemHidden { board: String } rule S03
        vi "Mục này không lúc nào được phát trong 12 tháng tới: mỗi khi đến giờ của mục, bảng `{board}` đang phát nội dung ở lớp cao hơn. Hãy đổi giờ của mục hoặc `class` của một bên."
        en "This item is never shown in the next 12 months: whenever its hours come, board `{board}` shows content of a higher layer. Change the item's hours or the `class` of either."
    /// An item that is open only while its board is dark.
    ItemInTheDark { board: String } rule S03
        vi "Mục này không lúc nào được phát trong 12 tháng tới: bảng `{board}` tắt trong tất cả các giờ của mục. Hãy đổi giờ của mục hoặc của bảng."
        en "This item is never shown in the next 12 months: board `{board}` is dark in all of its hours. Change the hours of the item or of the board."
    /// Too few showings of a day.
    QuotaOfDay { directive: String, board: String, date: String, owed: i64, had: i64, times: usize } rule S04
        vi "Ngày {date}, đợt tuyên truyền theo `{directive}` chỉ phát được {had} trên {owed} lần trên bảng `{board}`; 12 tháng tới có {times} ngày như vậy. Hãy mở rộng khung giờ, bớt nội dung cùng lúc hoặc giảm `per_day`."
        en "On {date} the campaign of `{directive}` is shown {had} of {owed} times on board `{board}`; so many days of the next 12 months are like that: {times}. Widen its hours, take out other content of that time or lower `per_day`."
    /// Too few showings of a week.
    QuotaOfWeek { directive: String, board: String, date: String, owed: i64, had: i64, times: usize } rule S04
        vi "Tuần từ {date}, đợt tuyên truyền theo `{directive}` chỉ phát được {had} trên {owed} lần trên bảng `{board}`; 12 tháng tới có {times} tuần như vậy. Hãy mở rộng khung giờ, bớt nội dung cùng lúc hoặc giảm `per_week`."
        en "In the week from {date} on the campaign of `{directive}` is shown {had} of {owed} times on board `{board}`; so many weeks of the next 12 months are like that: {times}. Widen its hours, take out other content of that time or lower `per_week`."
    /// Too little of a day's time.
    QuotaOfShare { directive: String, board: String, date: String, owed: i64, had: i64, times: usize } rule S04
        vi "Ngày {date}, đợt tuyên truyền theo `{directive}` chỉ được {had} % thời gian trên bảng `{board}` mà cần {owed} %; 12 tháng tới có {times} ngày như vậy. Hãy bớt nội dung cùng lúc hoặc giảm `share`."
        en "On {date} the campaign of `{directive}` has {had} per cent of the time on board `{board}` and is owed {owed}; so many days of the next 12 months are like that: {times}. Take out other content of that time or lower `share`."
    /// Shares beyond all of the time.
    SharesTooMuch { board: String, date: String, percent: i64 } rule S05
        vi "Từ ngày {date}, các đợt tuyên truyền cùng lúc trên bảng `{board}` đòi cộng lại {percent} % thời gian. Hãy giảm `share` để tổng không quá 100, hoặc cho chúng giờ khác nhau."
        en "From {date} on, campaigns that run at the same time on board `{board}` ask for {percent} per cent of it together. Lower `share` until they come to 100 at most, or give them different hours."
    /// Priority playlists nobody has put in order.
    PriorityClash { first: String, second: String, board: String, from: String } rule S06
        vi "Từ {from}, hai danh sách ưu tiên `{first}` và `{second}` cùng phát trên bảng `{board}` mà chưa ai định thứ tự. Hãy đặt `order` khác nhau."
        en "From {from} on, the priority playlists `{first}` and `{second}` are both shown on board `{board}` and nobody has put them in order. Give them different `order`s."
    /// Priority content that hides the ordinary for long.
    PriorityLong { playlist: String, board: String, from: String, hours: Box<str>, most: Box<str> } rule S06
        vi "Từ {from}, nội dung ưu tiên của `{playlist}` che chương trình thường của bảng `{board}` suốt {hours} giờ liền (`priority_h` = {most}). Hãy đặt `windows` cho danh sách ưu tiên này."
        en "From {from} on, priority content of `{playlist}` hides the ordinary programme of board `{board}` for {hours} hours in a row (`priority_h` = {most}). Give that playlist `windows`."
    /// The last ordinary content of a board ends.
    ContentEnds { board: String, when: String } rule S07
        vi "Đến {when}, mọi nội dung thường của bảng `{board}` đều hết hạn và chưa có nội dung tiếp theo. Hãy chuẩn bị trước ngày đó."
        en "By {when} all ordinary content of board `{board}` has expired and nothing follows. Prepare something before that day."
    /// A campaign that expires before it is over.
    CampaignEndsEarly { directive: String, when: String, deadline: String } rule S07
        vi "Nội dung của đợt tuyên truyền theo `{directive}` hết hạn lúc {when}, trước ngày kết thúc {deadline}. Hãy lùi `expires_at` hoặc sửa `deadline`."
        en "The content of the campaign of `{directive}` expires at {when}, before its last day {deadline}. Move `expires_at` or mend `deadline`."
    /// Holidays nothing is bound to.
    HolidaysBare { days_vi: String, days_en: String } rule S08
        vi "Chưa có nội dung riêng (`only_on`) cho các ngày: {days_vi}. Nếu cần, hãy thêm danh sách cho những ngày này; `holidays = 0` trong `[lint]` thì không nhắc nữa."
        en "There is no content of its own (`only_on`) for: {days_en}. If it is wanted, add playlists for these days; with `holidays = 0` in `[lint]` nothing is said of them."
    /// Days that do not come this year.
    DaysLater { days: String, next: String } rule S09
        vi "`{days}` không có ngày nào trong 12 tháng tới; lần tới là ngày {next}. Hãy kiểm tra lại, hoặc ghi ngày khác thay cho năm nay."
        en "`{days}` names no day of the next 12 months; it next comes on {next}. Check it, or write another day for this year."
    /// Days that do not come for long.
    DaysNever { days: String } rule S09
        vi "`{days}` không có ngày nào trong mười năm tới. Hãy kiểm tra lại."
        en "`{days}` names no day of the next ten years. Check it."
    /// Somebody should have looked.
    ReviewDue { date: String } rule S10
        vi "Đã quá ngày rà soát {date} (`review_by`). Nội dung vẫn phát; hãy kiểm tra còn đúng không rồi đặt ngày mới, hoặc đặt `expires_at`."
        en "It should have been looked at by {date} (`review_by`). It is still shown; see whether it is still right and set a new day, or set `expires_at`."
    /// Somebody should look soon.
    ReviewSoon { date: String } rule S10
        vi "Cần rà soát trước ngày {date} (`review_by`)."
        en "It has to be looked at by {date} (`review_by`)."
    /// Content without an end.
    NoEnd {} rule S10
        vi "Mục này không có hạn (`expires_at`) và không có ngày rà soát (`review_by`). Hãy thêm một trong hai."
        en "This item has neither an end (`expires_at`) nor a day to look at it again (`review_by`). Add one of them."
    /// A default playlist that can be empty.
    DefaultNotAlways { playlist: String, board: String } rule S11
        vi "Mọi mục của danh sách mặc định `{playlist}` đều có giờ hoặc hạn, nên có lúc bảng `{board}` không có gì để phát. Hãy thêm một mục không có giờ và hạn."
        en "Every item of the default playlist `{playlist}` has hours or an end, so there are times when board `{board}` has nothing to show. Add an item without either."
    /// A default playlist of which a part is not always there.
    DefaultInPart { playlist: String, board: String } rule S11
        vi "Danh sách mặc định `{playlist}` của bảng `{board}` có mục có giờ hoặc hạn. Nội dung như vậy nên ở danh sách khác."
        en "The default playlist `{playlist}` of board `{board}` has items with hours or an end. Such content is better kept in another playlist."
    /// No default playlist.
    DefaultNone { board: String } rule S11
        vi "Bảng `{board}` chưa có danh sách mặc định (`default`): khi không có nội dung nào khác, chỉ có khung dự phòng của chương trình."
        en "Board `{board}` has no `default` playlist: when nothing else is there, only the program's own frame is lit."

    // Links.
    /// The host name is not known.
    LinkNoSuchHost { host: String }
        vi "Không tìm thấy máy `{host}` trên mạng. Hãy kiểm tra tên trong `link`, dây mạng và máy chủ DNS; chương trình tự thử lại."
        en "No host is known by the name `{host}`. Check the name in `link`, the cable and the name server; it is retried by itself."
    /// No way leads there.
    LinkUnreachable { address: String, why: String }
        vi "Không có đường mạng tới {address} ({why}). Hãy kiểm tra dây mạng và nguồn của bảng; chương trình tự thử lại."
        en "No way leads to {address} ({why}). Check the cable and the board's power; it is retried by itself."
    /// The board does not answer on its network.
    LinkSilent { address: String }
        vi "Bảng ở {address} không trả lời trên mạng. Hãy kiểm tra nguồn điện và dây mạng của bảng; chương trình tự thử lại."
        en "The board at {address} does not answer on its network. Check its power and cable; it is retried by itself."
    /// Nobody listens at the port.
    LinkRefused { address: String }
        vi "Máy ở {address} không nhận dữ liệu. Hãy kiểm tra cổng trong `link` và bo điều khiển; chương trình tự thử lại."
        en "Nobody listens at {address}. Check the port in `link` and the controller; it is retried by itself."
    /// The board has ended the connection.
    LinkClosed { address: String }
        vi "Bảng ở {address} đã ngắt kết nối. Hãy kiểm tra bo điều khiển và xem có máy khác đang gửi tới nó không; chương trình tự nối lại."
        en "The board at {address} has closed the connection. Check the controller and whether another machine sends to it; it is connected again by itself."
    /// The serial device is not there.
    LinkNoSuchDevice { path: String }
        vi "Không có thiết bị `{path}`. Hãy cắm dây hoặc sửa `link`; chương trình tự thử lại."
        en "There is no device `{path}`. Plug it in or correct `link`; it is retried by itself."
    /// The serial device may not be opened.
    LinkNotAllowed { path: String }
        vi "Không có quyền mở `{path}`. Hãy thêm người dùng chạy chương trình vào nhóm `dialout`."
        en "No permission to open `{path}`. Add the user the program runs as to the group `dialout`."
    /// Another program holds the device.
    LinkInUse { path: String }
        vi "`{path}` đang bị chương trình khác giữ. Hãy đóng chương trình đó; bảng chỉ được có một nơi ghi."
        en "`{path}` is in use by another program. Close that program: a board must have one writer only."
    /// The device was unplugged.
    LinkGone { path: String }
        vi "`{path}` đã bị rút ra. Hãy cắm lại; chương trình tự mở lại."
        en "`{path}` has been unplugged. Plug it in again; it is reopened by itself."
    /// The device takes no bytes.
    LinkStalled { path: String, seconds: u64 }
        vi "`{path}` không nhận thêm dữ liệu đã {seconds} giây. Hãy kiểm tra bộ chuyển đổi và bo điều khiển."
        en "`{path}` has taken no byte for {seconds} s. Check the adapter and the controller."
    /// The network interface is not there.
    LinkNoSuchInterface { interface: String }
        vi "Không có cổng mạng `{interface}`. Hãy xem tên cổng bằng `ip link` rồi sửa `link`; chương trình tự thử lại."
        en "There is no network interface `{interface}`. Look its name up with `ip link` and correct `link`; it is retried by itself."
    /// Ethernet frames may not be sent by this user.
    LinkNoRawRight { interface: String }
        vi "Không có quyền gửi khung Ethernet qua `{interface}`. Chương trình phải có quyền CAP_NET_RAW: thêm `AmbientCapabilities=CAP_NET_RAW` vào dịch vụ."
        en "No permission to send Ethernet frames through `{interface}`. The program needs the capability CAP_NET_RAW: add `AmbientCapabilities=CAP_NET_RAW` to its service."
    /// Nothing is plugged in, or the interface is switched off.
    LinkNoCarrier { interface: String }
        vi "Cổng mạng `{interface}` không có tín hiệu. Hãy kiểm tra dây mạng và nguồn của card nhận, và xem cổng đã được bật chưa; chương trình tự thử lại."
        en "There is no carrier on the network interface `{interface}`. Check the cable and the power of the receiver card, and that the interface is up; it is retried by itself."
    /// The line is too slow for the cards.
    LinkTooSlow { interface: String, mbit: u32 }
        vi "Cổng mạng `{interface}` chỉ chạy {mbit} Mbit/s, card nhận cần 1000. Hãy dùng dây và cổng gigabit, nối thẳng vào card."
        en "The network interface `{interface}` runs at {mbit} Mbit/s, and the receiver cards need 1000. Use a gigabit cable and port, straight to the card."
    /// Built without the feature.
    LinkNoRaw { interface: String }
        vi "Bản chương trình này không gửi được khung Ethernet (`raw://{interface}`). Hãy cài bản được dựng với `--features raw`."
        en "This build cannot send Ethernet frames (`raw://{interface}`). Install one that was built with `--features raw`."
    /// Anything else the system says.
    LinkOther { why: String }
        vi "Không gửi được: {why}. Chương trình tự thử lại."
        en "Cannot send: {why}. It is retried by itself."

    // The page.
    /// The page's address is taken or not there.
    CannotListen { listen: String, why: String }
        vi "Không mở được trang xem bảng ở {listen}: {why}. Các bảng vẫn sáng; hãy đổi `listen` hoặc tắt chương trình đang giữ cổng này."
        en "The page cannot be opened at {listen}: {why}. The boards stay lit; change `listen` or stop the program that holds the port."

    // The command line.
    /// No site file where one was looked for.
    NoSiteFile { path: String }
        vi "Không có tệp `{path}`. Hãy chạy trong thư mục có `bangtin.toml` hoặc chỉ tệp bằng `--config`."
        en "There is no file `{path}`. Run in the folder of `bangtin.toml` or name the file with `--config`."
    /// A time that cannot be read.
    BadTime { text: String }
        vi "Không hiểu thời điểm `{text}`. Hãy viết như `2026-11-24T07:05` hoặc `2026-11-24T07:05:00+07:00`."
        en "The time `{text}` cannot be read. Write it like `2026-11-24T07:05` or `2026-11-24T07:05:00+07:00`."
    /// A length of time that cannot be read, or that is too long.
    BadDuration { text: String }
        vi "Không hiểu khoảng thời gian `{text}`. Hãy viết như `10s` hoặc `2m`, tối đa `10m`."
        en "The length of time `{text}` cannot be read. Write it like `10s` or `2m`, at most `10m`."
    /// An output that is neither PNG nor GIF.
    BadOutput { path: String }
        vi "Không biết dạng ảnh của `{path}`. Tên tệp phải kết thúc bằng `.png` hoặc `.gif`."
        en "The kind of picture of `{path}` is not known. The name must end in `.png` or `.gif`."
    /// A still picture that would need several pages.
    NeedsPages { pages: usize, width: u16, height: u16 }
        vi "Nội dung cần {pages} trang trên mặt {width} × {height} điểm. Hãy rút gọn hoặc dùng mặt lớn hơn."
        en "The text needs {pages} pages on a face of {width} × {height} dots. Shorten it or use a larger face."
    /// A colour that is none.
    BadColour { word: String, offer: String }
        vi "Không có màu `{word}`. Các màu dùng được: {offer}."
        en "There is no colour `{word}`. Colours that can be used: {offer}."
    /// Everything is right.
    AllGood { boards: usize, playlists: usize }
        vi "Không có lỗi: {boards} bảng, {playlists} danh sách phát."
        en "Nothing is wrong: {boards} boards, {playlists} playlists."

    /// `bangtin wire` with a protocol that does not exist.
    WireProtocolUnknown { name: String, offer: String }
        vi "Không có giao thức `{name}`. Các giao thức dùng được: {offer}."
        en "There is no protocol `{name}`. Protocols that can be used: {offer}."

    /// A line that is not kept in memory.
    WireLineTooLong { line: usize, most: usize }
        vi "Dòng {line} dài hơn {most} byte nên bị bỏ qua. Hãy ghi mỗi khung trên một dòng."
        en "Line {line} is longer than {most} bytes and was passed over. Write one frame a line."

    /// A character that is no hex digit, or a digit without its partner.
    WireNotHex { line: usize, column: usize }
        vi "Dòng {line}, cột {column}: cần từng cặp chữ số thập lục phân (0-9, a-f)."
        en "Line {line}, column {column}: expected pairs of hex digits (0-9, a-f)."

    /// Bytes that are no frame.
    WireNotAFrame { line: usize, protocol: String, offset: usize, expected: Expected }
        vi "Dòng {line}, byte {offset}: không phải khung {protocol}; cần: {expected:#}."
        en "Line {line}, byte {offset}: not a frame of {protocol}; expected {expected}."

    /// A line that is no JSON.
    WireNotJson { line: usize, column: usize }
        vi "Dòng {line}, cột {column}: không phải JSON. Hãy ghi mỗi đối tượng JSON trên một dòng."
        en "Line {line}, column {column}: not JSON. Write one JSON object a line."

    /// JSON, but no object.
    WireNotAnObject { line: usize }
        vi "Dòng {line}: cần một đối tượng JSON dạng {{…}}."
        en "Line {line}: expected a JSON object, {{…}}."

    /// A key frames of this protocol do not have.
    WireKeyUnknown { line: usize, key: String }
        vi "Dòng {line}: không có khóa `{key}` trong khung của giao thức này. Hãy bỏ khóa đó."
        en "Line {line}: there is no key `{key}` in a frame of this protocol. Leave it out."

    /// A key that is not there.
    WireKeyMissing { line: usize, key: &'static str }
        vi "Dòng {line}: thiếu khóa `{key}`."
        en "Line {line}: the key `{key}` is missing."

    /// A key with a value that cannot be.
    WireKeyWrong { line: usize, key: &'static str, expected: Expected }
        vi "Dòng {line}: giá trị của khóa `{key}` sai; cần: {expected:#}."
        en "Line {line}: the value of the key `{key}` is wrong; expected {expected}."

    /// A face that cannot exist.
    SimulateFace { width: u16, height: u16 }
        vi "Không mô phỏng được bảng {width} × {height} điểm: cần 1 × 1 đến 4096 × 1024 và nhiều nhất 1048576 điểm."
        en "A board of {width} × {height} dots cannot be simulated: it needs 1 × 1 to 4096 × 1024 and at most 1048576 dots."

    /// A protocol whose boards are not behind a socket or a serial port.
    SimulateNone { protocol: String }
        vi "Chương trình không mô phỏng được bảng dùng `{protocol}`. Trong `bangtin.toml`, hãy ghi `link = \"virtual\"` để có bảng ảo."
        en "There is no simulated board for `{protocol}`. In `bangtin.toml`, `link = \"virtual\"` gives a virtual one."
    /// A fake serial board without a device.
    SimulateNeedsDevice { }
        vi "Adalight đi qua cổng nối tiếp: hãy chỉ ra thiết bị, ví dụ --listen /dev/ttyUSB0."
        en "Adalight runs over a serial port: name the device, for example --listen /dev/ttyUSB0."

    /// A socket or device that cannot be opened.
    SimulateCannotListen { address: String, why: String }
        vi "Không mở được {address}: {why}. Hãy kiểm tra địa chỉ và xem có chương trình nào khác đang giữ nó không."
        en "{address} cannot be opened: {why}. Check the address, and whether another program holds it."

    /// The fake board is ready.
    SimulateWaiting { protocol: String, face: String, address: String }
        vi "Bảng mô phỏng {protocol}, {face} điểm, đang chờ ở {address}. Nhấn Ctrl-C để dừng."
        en "A simulated {protocol} board of {face} dots waits at {address}. Ctrl-C stops it."

    /// The socket or device failed while it was read.
    SimulateGone { address: String, why: String }
        vi "Không đọc được từ {address} nữa: {why}."
        en "{address} can no longer be read: {why}."

    /// A datagram that is not of the protocol.
    SimulateRefused { protocol: String, offset: usize, expected: Expected }
        vi "Gói tin không đúng {protocol} ở byte {offset}; cần: {expected:#}. Bảng thật có thể hiện rác ở chỗ này."
        en "A datagram is not {protocol} at byte {offset}; expected {expected}. A real board may light garbage here."

    /// The picture of the face cannot be written.
    SimulateCannotWrite { path: String, why: String }
        vi "Không ghi được {path}: {why}."
        en "{path} cannot be written: {why}."

    /// What the fake board saw in all.
    SimulateSeen { frames: u64, refused: u64 }
        vi "Số khung đã hiện: {frames}. Số gói tin sai: {refused}."
        en "Frames shown: {frames}. Datagrams refused: {refused}."

    /// Faults of a card, for a board that is none.
    SimulateNoCard { protocol: String }
        vi "Bảng `{protocol}` không tự lưu nội dung: các khóa --faults, --foreign-after, --power-cycle-after và --drift-ppm chỉ dành cho card tự lưu nội dung."
        en "A `{protocol}` board keeps nothing: --faults, --foreign-after, --power-cycle-after and --drift-ppm are for cards that keep what they show."

    /// What a simulated card keeps.
    SimulateCard { shows: usize, writes: u64, clock: String, percent: u8 }
        vi "Card đang giữ {shows} mục, bộ nhớ đã bị ghi {writes} lần, đồng hồ của card chỉ {clock}, độ sáng {percent} %."
        en "The card keeps {shows} items, its memory was written {writes} times, its clock says {clock}, it is {percent} % bright."

    // The clock.
    /// Holdover.
    ClockNoSource {}
        vi "Không có nguồn giờ nào đang chỉnh đồng hồ máy chủ; đồng hồ tự chạy và có thể lệch dần. Hãy bật đồng bộ giờ (NTP), hoặc ghi `clock = \"trusted\"` trong bangtin.toml nếu đồng hồ này đáng tin."
        en "No time source keeps the server's clock now; it runs by itself and may drift. Turn on time synchronisation (NTP), or write `clock = \"trusted\"` in bangtin.toml if this clock can be relied on."
    /// Neither source nor battery.
    ClockUnvouched {}
        vi "Không có gì xác nhận giờ của máy chủ: chưa có nguồn giờ nào, cũng không có đồng hồ chạy pin. Hãy bật đồng bộ giờ (NTP), hoặc ghi `clock = \"trusted\"` trong bangtin.toml nếu giờ này đúng."
        en "Nothing confirms the server's time: no time source yet, and no clock with a battery. Turn on time synchronisation (NTP), or write `clock = \"trusted\"` in bangtin.toml if this time is right."
    /// Too long without a source.
    ClockDrifted {}
        vi "Đã quá lâu không có nguồn giờ nào chỉnh đồng hồ máy chủ; giờ có thể sai hơn một tiếng. Hãy bật đồng bộ giờ (NTP), hoặc ghi `clock = \"trusted\"` trong bangtin.toml nếu giờ này đúng."
        en "For too long no time source has kept the server's clock; it may be wrong by more than an hour. Turn on time synchronisation (NTP), or write `clock = \"trusted\"` in bangtin.toml if this time is right."
    /// An unconfirmed jump.
    ClockJumped {}
        vi "Giờ của máy chủ đã nhảy hơn 10 phút mà không có nguồn giờ nào xác nhận. Hãy bật đồng bộ giờ (NTP); nếu giờ mới là đúng, hãy khởi động lại bangtin."
        en "The server's time jumped by more than 10 minutes and no time source confirms it. Turn on time synchronisation (NTP); if the new time is right, restart bangtin."
    /// Before the newest time that was kept.
    ClockBeforeMark {}
        vi "Giờ của máy chủ sớm hơn giờ mà chương trình đã ghi lại. Hãy chỉnh lại đồng hồ hoặc bật đồng bộ giờ (NTP); nếu giờ bây giờ mới đúng, hãy dừng bangtin, xóa tệp `clock` trong thư mục `state` rồi chạy lại."
        en "The server's time is before the time that the program noted earlier. Set the clock or turn on time synchronisation (NTP); if it is right now, stop bangtin, delete the file `clock` in the folder `state` and start again."
    /// Before the program was built.
    ClockBeforeBuild {}
        vi "Giờ của máy chủ sớm hơn ngày chương trình này được dựng, nên chắc chắn sai. Hãy chỉnh lại đồng hồ hoặc bật đồng bộ giờ (NTP)."
        en "The server's time is before the day this program was built, so it must be wrong. Set the clock or turn on time synchronisation (NTP)."
    /// Long after the program was built.
    ClockFarFuture {}
        vi "Giờ của máy chủ muộn hơn ngày chương trình này được dựng tới hơn 25 năm, nên không thể tin. Hãy chỉnh lại đồng hồ hoặc bật đồng bộ giờ (NTP)."
        en "The server's time is more than 25 years after the day this program was built and cannot be believed. Set the clock or turn on time synchronisation (NTP)."
    /// The folder `state` takes nothing.
    CannotRemember { path: String, why: String }
        vi "Không ghi được {path}: {why}. Bảng vẫn phát, nhưng sau khi khởi động lại chương trình sẽ quên điều cần nhớ. Hãy kiểm tra ổ đĩa và quyền ghi, hoặc đổi `state` trong bangtin.toml."
        en "{path} cannot be written: {why}. Boards go on, but after a restart the program will have forgotten. Check the disk and its permissions, or change `state` in bangtin.toml."

    // Looking for devices.
    /// What the search does, to who did not say where and how.
    ScoutExplained {}
        vi "Lệnh này tìm thiết bị trên một cổng mạng và chưa gửi gì. Hãy nêu cổng mạng và cách hỏi, ví dụ `bangtin discover --interface eth0 --protocol artnet,ddp`.\n  artnet: gửi câu hỏi ArtPoll cho mọi máy trong mạng đó (UDP 6454)\n  sacn: không hỏi gì, nghe các nguồn sACN tự giới thiệu trong 12 giây\n  novastar: gửi `rqProMI:` cho mọi máy trong mạng đó (UDP 3800)\n  colorlight: gửi khung hỏi Ethernet tới các bo nhận trên cổng đó\n  wled: gọi tên bằng mDNS, rồi đọc trang thông tin của từng bảng\n  ddp: hỏi trạng thái của mọi máy trong mạng đó (UDP 4048)"
        en "This looks for devices on one network interface and has sent nothing. Name the interface and how to ask, for example `bangtin discover --interface eth0 --protocol artnet,ddp`.\n  artnet: sends a poll to everybody in that network (UDP 6454)\n  sacn: asks nothing, hears sACN senders tell of themselves for 12 seconds\n  novastar: sends `rqProMI:` to everybody in that network (UDP 3800)\n  colorlight: sends Ethernet frames that ask the receiver cards at that interface\n  wled: calls by mDNS, then reads each board's page of facts\n  ddp: asks everybody in that network for the status (UDP 4048)"
    /// No interface of this name or address.
    ScoutNoInterface { interface: String, offer: String }
        vi "Máy này không có cổng mạng `{interface}`. Các cổng hiện có: {offer}."
        en "This machine has no network interface `{interface}`. There are: {offer}."
    /// The kernel does not list its interfaces.
    InterfaceUnread { why: String }
        vi "Không đọc được danh sách cổng mạng của máy này: {why}."
        en "The network interfaces of this machine cannot be listed: {why}."
    /// The port at which answers come is taken.
    ScoutPortTaken { port: u16 }
        vi "Cổng UDP {port} đang bị chương trình khác giữ, nên không nhận được trả lời. Hãy dừng chương trình đó rồi tìm lại."
        en "Another program holds UDP port {port}, at which the answers would come. Stop it and search again."
    /// The search cannot be done.
    ScoutFailed { why: String }
        vi "Không tìm được trên cổng mạng này: {why}. Hãy kiểm tra dây, địa chỉ IPv4 và quyền của người dùng."
        en "Nothing can be asked on this interface: {why}. Check the cable, its IPv4 address and the permissions of the user."
    /// A sender that is no board.
    ScoutSender {}
        vi "Đây là một nguồn đang gửi, không phải bảng. Hãy dùng universe khác, nếu không bảng sẽ nhận cả hai."
        en "This is a sender and no board. Use other universes, or a board gets both."
    /// What was found in all.
    ScoutSummary { found: usize, noise: u64 }
        vi "Số thiết bị trả lời: {found}. Số gói tin lạ: {noise}."
        en "Devices that answered: {found}. Strange datagrams: {noise}."
    /// A device that does not tell its size; the rest of a line.
    ScoutMendSize {}
        vi "hãy sửa: thiết bị không cho biết kích thước"
        en "correct this: the device does not tell its size"
    /// What a name stands for.
    ProbeName { host: String, addresses: String }
        vi "Tên `{host}` ứng với địa chỉ {addresses}."
        en "The name `{host}` stands for {addresses}."
    /// A way leads there.
    ProbeRoute { address: String, from: String }
        vi "Máy này biết đường mạng tới {address}, gửi đi từ địa chỉ {from}."
        en "This machine knows a way to {address}, from its address {from}."
    /// A port takes connections.
    ProbePort { address: String }
        vi "Cổng {address} nhận kết nối."
        en "The port {address} takes connections."
    /// A device answers a question of its protocol.
    ProbeAnswers { protocol: String, address: String, says: String }
        vi "Thiết bị ở {address} trả lời câu hỏi {protocol}: {says}."
        en "The device at {address} answers the {protocol} question: {says}."
    /// A device does not answer a question that not all answer.
    ProbeSilent { protocol: String, address: String }
        vi "{address} không trả lời câu hỏi {protocol}. Nhiều thiết bị không bao giờ trả lời, nên hãy nhìn bảng để biết chắc."
        en "{address} does not answer the {protocol} question. Many devices never do; look at the board to be sure."
    /// A protocol that has no question.
    ProbeNoQuestion { protocol: String }
        vi "Giao thức `{protocol}` không có câu hỏi nào cho bảng. Hãy nhìn bảng để biết chắc."
        en "The protocol `{protocol}` has no question for a board. Look at the board to be sure."
    /// A device of another size than the site file says.
    ProbeSize { address: String, told: String, face: String }
        vi "Thiết bị ở {address} cho biết nó có {told} điểm, nhưng bangtin.toml ghi {face}. Hãy sửa `width` và `height`, hoặc cấu hình của thiết bị."
        en "The device at {address} says it has {told} dots, but bangtin.toml says {face}. Correct `width` and `height`, or the device."
    /// A serial device that may be opened.
    ProbeLine { path: String }
        vi "Có thiết bị `{path}` và được phép mở. Chương trình không mở thử, vì việc đó làm một số bảng khởi động lại."
        en "The device `{path}` is there and may be opened. It was not opened to try: that makes some boards start anew."
    /// The clock of a card.
    ProbeCardClock { ahead: i64 }
        vi "Đồng hồ của bo nhanh hơn máy này {ahead} giây (số âm là chậm hơn)."
        en "The card's clock is {ahead} s ahead of this machine's (a negative number: behind)."
    /// A card whose face is dark.
    ProbeCardDark {}
        vi "Bo báo mặt bảng đang tắt."
        en "The card says that its face is dark."
    /// What a card plays.
    ProbeCardPlays { part: String }
        vi "Bo đang phát `{part}`."
        en "The card plays `{part}`."
    /// How many parts a card holds.
    ProbeCardHolds { parts: usize }
        vi "Trên bo có {parts} phần nội dung."
        en "The card holds {parts} parts."
    /// A card that does something else.
    ProbeCardBusy {}
        vi "Bo đang bận việc khác. Thử lại sau ít phút."
        en "The card is at something else. Try again in a few minutes."
    /// The built-in board.
    ProbeVirtual {}
        vi "Bảng này nằm trong chương trình, không có đường truyền nào để dò."
        en "This board is built into the program; there is no way to look along."

    // On air.
    /// Items that name the board or its group.
    WhyTargeted { playlist: String }
        vi "Danh sách \"{playlist}\" dành cho bảng này."
        en "The playlist \"{playlist}\" is for this board."
    /// Pages that were chosen for a text, and their cost.
    FitPages { font: String, pages: usize, lines: usize, cost: u32, size: u32, page: u32, line: u32, rest: u32 }
        vi "Cách hiển thị: phông `{font}`, {pages} trang, nhiều nhất {lines} dòng một trang. Chi phí {cost}: cỡ chữ {size}, số trang {page}, số dòng {line}, còn lại {rest}."
        en "Shown in the font `{font}`, pages: {pages}, lines on the fullest: {lines}. Cost {cost}: size {size}, pages {page}, lines {line}, others {rest}."
    /// A movement that was chosen or wished for, and its cost.
    FitScroll { font: String, motion: String, speed: u16, cost: u32, size: u32, scroll: u32 }
        vi "Cách hiển thị: phông `{font}`, `{motion}`, {speed} điểm ảnh mỗi giây. Chi phí {cost}: cỡ chữ {size}, chạy chữ {scroll}."
        en "Shown in the font `{font}`, `{motion}` at {speed} dots a second. Cost {cost}: size {size}, movement {scroll}."
    /// The board's default playlist.
    WhyDefault { playlist: String }
        vi "Lúc này không có nội dung nào khác cho bảng này; đây là danh sách mặc định \"{playlist}\"."
        en "Nothing else is for this board now; \"{playlist}\" is its default."
    /// A priority bulletin.
    WhyPriority { playlist: String }
        vi "Bản tin ưu tiên \"{playlist}\" được phát trước chương trình thường."
        en "The priority bulletin \"{playlist}\" goes before the ordinary programme."
    /// An operator's notice.
    WhyOverride { playlist: String }
        vi "Người trực đã cho phát thông báo \"{playlist}\" thay chương trình."
        en "An operator put up the notice \"{playlist}\" in place of the programme."
    /// An emergency.
    WhyEmergency { playlist: String }
        vi "Bản tin khẩn cấp \"{playlist}\" được phát trước mọi nội dung khác."
        en "The emergency bulletin \"{playlist}\" goes before all other content."
    /// A test picture that a person ordered.
    WhyTestPattern { by: String, until: String, board: String }
        vi "Bảng đang hiện hình kiểm tra theo lệnh của {by}, đến {until}. Dừng sớm bằng nút “Dừng ngay, trở lại chương trình” trên trang của bảng, hoặc bằng `bangtin board {board} resume`."
        en "The board shows a test picture ordered by {by}, until {until}. The button “End it now, back to the programme” on the board's page ends it earlier, and so does `bangtin board {board} resume`."
    /// A board that shows which one it is.
    WhyIdentify { by: String, until: String, board: String }
        vi "Bảng đang nhấp nháy để nhận diện theo lệnh của {by}, đến {until}. Dừng sớm bằng nút “Dừng ngay, trở lại chương trình” trên trang của bảng, hoặc bằng `bangtin board {board} resume`."
        en "The board blinks to be found, as ordered by {by}, until {until}. The button “End it now, back to the programme” on the board's page ends it earlier, and so does `bangtin board {board} resume`."
    /// A person switched the board off.
    WhyBlackout { by: String, reason: String }
        vi "Bảng đang tắt theo lệnh của {by}: {reason}. Mở lại trên trang của bảng hoặc trang Khẩn cấp, hoặc bằng `bangtin resume`."
        en "The board was switched off by {by}: {reason}. Light it again on the board's page, on the page of emergencies, or with `bangtin resume`."
    /// Outside of `power`.
    WhyNoPower {}
        vi "Ngoài giờ bảng được bật (`power`)."
        en "Outside the hours in which the board is on (`power`)."
    /// Inside of `quiet`.
    WhyQuiet {}
        vi "Đang trong giờ nghỉ của bảng (`quiet`)."
        en "The board's quiet hours (`quiet`)."
    /// The compiled-in frame.
    WhyLastResort {}
        vi "Không có nội dung nào dùng được cho bảng này; đang hiển thị khung có sẵn trong chương trình."
        en "There is no usable content for this board; it shows the frame built into the program."
    /// The compiled-in frame, for want of approval.
    WhyUnapproved {}
        vi "Chưa có nội dung nào được duyệt cho bảng này; đang hiển thị khung có sẵn trong chương trình."
        en "Nothing is approved for this board yet; it shows the frame built into the program."
    /// Dark time asked for by the playlist.
    WhyBlank { playlist: String }
        vi "Danh sách \"{playlist}\" yêu cầu khoảng tối sau mỗi mục (`blank`)."
        en "The playlist \"{playlist}\" asks for dark time after each item (`blank`)."

    // Orders.
    /// Neither an end nor a length of time.
    OrderNeedsEnd { class: String }
        vi "Thông báo loại `{class}` phải có lúc kết thúc. Hãy thêm `--for 30m` hoặc `--until 2026-11-25T17:00`."
        en "A notice of class `{class}` needs an end. Add `--for 30m` or `--until 2026-11-25T17:00`."
    /// A length of time that cannot be read.
    OrderLasting { text: String }
        vi "Không hiểu khoảng thời gian `{text}`. Hãy viết như `30m` hoặc `2h`."
        en "The length of time `{text}` cannot be read. Write it like `30m` or `2h`."
    /// An end that has gone by.
    OrderPast { until: String }
        vi "Lúc kết thúc {until} đã qua. Hãy chọn một thời điểm sau bây giờ."
        en "The end {until} has gone by. Choose a moment after now."
    /// An end too far away.
    OrderTooLong { class: String, hours: i64 }
        vi "Thông báo loại `{class}` chỉ được kéo dài nhiều nhất {hours} giờ kể từ bây giờ. Hãy chọn lúc kết thúc sớm hơn; nội dung lâu dài thì ghi vào danh sách phát."
        en "A notice of class `{class}` may last at most {hours} hours from now. Choose an earlier end; what stays for long belongs into a playlist."
    /// A reason or name that is none.
    OrderWords { key: String, most: usize }
        vi "`{key}` phải là một dòng chữ từ 1 đến {most} ký tự."
        en "`{key}` must be one line of 1 to {most} characters."
    /// No board is named.
    OrderForNobody {}
        vi "Lệnh chưa nêu bảng nào. Hãy thêm `--board MÃ`, `--site MÃ`, `--group MÃ`, `--tag MÃ` hoặc `--all`."
        en "The order names no board. Add `--board ID`, `--site ID`, `--group ID`, `--tag ID` or `--all`."
    /// A second override on a board.
    OverrideThere { id: u32, boards: String }
        vi "Thông báo {id} loại `override` đang chiếu trên {boards}. Hãy thêm `--replace` để thay hẳn; thông báo cũ sẽ không trở lại."
        en "Notice {id} of class `override` is on {boards} already. Add `--replace` to end it there for ever."
    /// More than is remembered.
    OrdersFull { most: usize }
        vi "Đã có {most} lệnh, không nhận thêm được. Hãy kết thúc bớt bằng `bangtin notice end`."
        en "There are {most} orders already and no more are taken. End some with `bangtin notice end`."
    /// No such notice is on.
    NoSuchNotice { id: u32 }
        vi "Không có thông báo {id} nào còn hiệu lực. Hãy xem `bangtin notice list`."
        en "No notice {id} is on. See `bangtin notice list`."
    /// A prepared text that there is not.
    NoSuchTemplate { id: String }
        vi "Không có mẫu khẩn cấp `{id}`. Các mẫu có trong `/api/v1/orders/templates`."
        en "There is no emergency template `{id}`. `/api/v1/orders/templates` lists them."
    /// An extension that would not extend.
    OrderNotLater { id: u32 }
        vi "Lúc kết thúc mới của thông báo {id} không muộn hơn lúc đã định. Muốn dừng sớm, hãy dùng `bangtin notice end {id}`."
        en "The new end of notice {id} is not later than the one it has. To stop it early use `bangtin notice end {id}`."
    /// Boards to resume that are not dark by order.
    NotDark { boards: String }
        vi "Không bảng nào trong số này đang tắt theo lệnh: {boards}. Hãy xem `bangtin notice list`."
        en "None of these boards is dark by order: {boards}. See `bangtin notice list`."
    /// A board that cannot show a notice; the reason is a sentence of its own.
    NoticeNotShown { board: String, why: String }
        vi "Bảng `{board}` không chiếu được thông báo này: {why}"
        en "The board `{board}` cannot show this notice: {why}"
    /// Nothing was ordered because of what was said before.
    NoticeRefused {}
        vi "Thông báo chưa được nhận; các bảng vẫn như cũ."
        en "The notice was not taken; the boards stay as they are."
    /// A notice is on.
    NoticeGiven { id: u32, class: String, boards: String, until: String }
        vi "Đã nhận thông báo {id} loại `{class}` cho {boards}, đến {until}."
        en "Notice {id} of class `{class}` is taken for {boards}, until {until}."
    /// A notice was ended.
    NoticeEnded { id: u32, boards: String }
        vi "Đã kết thúc thông báo {id} trên {boards}."
        en "Notice {id} is ended on {boards}."
    /// A notice was extended.
    NoticeExtended { id: u32, was: String, until: String }
        vi "Đã kéo dài thông báo {id} đến {until}; trước đây là {was}."
        en "Notice {id} is extended until {until}; it was {was}."
    /// Boards are dark.
    BlackoutGiven { boards: String }
        vi "Đã ra lệnh tắt {boards}. Các bảng này tối cho đến khi có người mở lại, trên trang hoặc bằng `bangtin resume`."
        en "{boards} is ordered dark, until a person lights it again, on the page or by `bangtin resume`."
    /// Boards were dark before.
    BlackoutAlready { boards: String }
        vi "Đã tắt theo lệnh từ trước: {boards}."
        en "Dark by order before: {boards}."
    /// Boards are lit again.
    Resumed { boards: String }
        vi "Đã mở lại {boards}."
        en "{boards} is lit again."
    /// Boards show something of their own for a while.
    HoldGiven { boards: String, until: String }
        vi "Đã ra lệnh cho {boards} hiện hình kiểm tra đến {until}, rồi tự trở lại chương trình."
        en "{boards} is ordered to show a test picture until {until}, then the programme by itself."
    /// Boards go back to their programmes.
    HoldEnded { boards: String }
        vi "{boards} đã trở lại chương trình."
        en "{boards} is back at its programme."
    /// There is no test picture that could be ended.
    NothingHeld { boards: String }
        vi "{boards} không hiện hình kiểm tra nào; có thể đã hết giờ."
        en "{boards} shows no test picture; its time may be over."
    /// A length of time that cannot be.
    HoldLength { text: String, minutes: u64 }
        vi "Khoảng thời gian `{text}` không dùng được. Hãy viết như `60s` hoặc `5m`: ít nhất 1 giây, nhiều nhất {minutes} phút."
        en "The length of time `{text}` cannot be used. Write it like `60s` or `5m`: 1 second at least, {minutes} minutes at most."
    /// A test picture on a board that a person switched off.
    HoldInTheDark { boards: String }
        vi "Chưa hiện được hình kiểm tra vì {boards} đang tắt theo lệnh. Hãy mở lại trước, trên trang của bảng hoặc bằng `bangtin resume`."
        en "No test picture can be shown: {boards} is dark by order. Light it first, on the board's page or with `bangtin resume`."
    /// A test picture behind an emergency.
    HoldWaits { boards: String }
        vi "Bản tin khẩn cấp trên {boards} được phát trước; hình kiểm tra chỉ hiện khi bản tin đó hết."
        en "The emergency bulletin on {boards} goes first; the test picture is seen only after it."
    /// A notice that nobody sees.
    NoticeInTheDark { boards: String }
        vi "Thông báo chưa hiện trên {boards} vì đang tắt theo lệnh. Hãy chạy `bangtin resume` nếu cần chiếu."
        en "The notice is not seen on {boards}, dark by order. Run `bangtin resume` if it is to be seen."
    /// Orders that a restart would forget.
    OrdersNotSaved { path: String, why: String }
        vi "Lệnh đã có hiệu lực nhưng không ghi được vào `{path}` ({why}), nên sẽ mất nếu chương trình khởi động lại. Hãy kiểm tra ổ đĩa và quyền ghi; chương trình tự ghi lại."
        en "The orders are in force but cannot be written to `{path}` ({why}), so a restart forgets them. Check the disk and its permissions; it is tried again by itself."
    /// Stored orders that cannot be read whole.
    OrdersBroken { path: String, aside: String, notices: usize, blackouts: usize }
        vi "Tệp lệnh `{path}` bị hỏng. Còn đọc được {notices} thông báo và {blackouts} lệnh tắt bảng; tệp hỏng được giữ ở `{aside}`. Hãy kiểm tra ngay bảng nào phải tắt và ra lệnh lại."
        en "The file of orders `{path}` is broken. Still readable are {notices} notices and {blackouts} blackouts; the broken file is kept as `{aside}`. Check at once which boards must be dark and order it again."
    /// Stored orders that cannot be read at all.
    OrdersUnread { path: String, why: String }
        vi "Không đọc được tệp lệnh `{path}` ({why}); mọi lệnh tắt bảng và thông báo trước đây có thể đã mất. Hãy kiểm tra ngay bảng nào phải tắt và ra lệnh lại."
        en "The file of orders `{path}` cannot be read ({why}); blackouts and notices of before may be lost. Check at once which boards must be dark and order it again."
    /// The socket of the command line cannot be opened.
    ControlClosed { path: String, why: String }
        vi "Không mở được đường nhận lệnh `{path}` ({why}); các lệnh `notice`, `blackout`, `resume` chưa dùng được. Hãy kiểm tra thư mục và quyền ghi; chương trình tự thử lại."
        en "The command socket `{path}` cannot be opened ({why}); `notice`, `blackout` and `resume` do not work. Check the folder and its permissions; it is tried again by itself."
    /// Another daemon answers on the socket.
    ControlTaken { path: String }
        vi "Một chương trình bangtin khác đang nhận lệnh ở `{path}`. Hãy dừng một trong hai; mỗi bảng chỉ nên có một chương trình gửi."
        en "Another bangtin takes orders at `{path}`. Stop one of the two; only one program should send to a board."
    /// Nobody takes orders.
    NoDaemon { path: String, why: String }
        vi "Không có chương trình bangtin nào trả lời ở `{path}` ({why}). Hãy kiểm tra chương trình có đang chạy không (`systemctl status bangtin`) và `--config` có đúng tệp của nó không."
        en "No bangtin answers at `{path}` ({why}). Check that it runs (`systemctl status bangtin`) and that `--config` names its file."
    /// The person may not give orders.
    ControlDenied { path: String }
        vi "Không có quyền ra lệnh qua `{path}`. Hãy dùng tài khoản chạy bangtin hoặc quản trị viên (`sudo`)."
        en "No permission to give orders through `{path}`. Use the account that runs bangtin, or an administrator's (`sudo`)."
    /// The answer makes no sense, or none came in time.
    ControlNoAnswer { path: String, why: String }
        vi "Chương trình ở `{path}` không trả lời rõ ràng ({why}). Lệnh có thể đã được nhận; hãy xem `bangtin notice list`."
        en "The program at `{path}` gave no clear answer ({why}). The order may have been taken; see `bangtin notice list`."
    /// A line on the socket that is no order.
    ControlNotAnOrder { why: String }
        vi "Không hiểu lệnh ({why}). Hãy dùng lệnh `bangtin` cùng phiên bản với chương trình đang chạy."
        en "This is no order ({why}). Use the `bangtin` command of the same version as the running program."
    /// A line on the socket that is too long.
    ControlTooLong { most: usize }
        vi "Lệnh dài hơn {most} byte nên không được nhận."
        en "The order is longer than {most} bytes and was not taken."
    /// An order for a board that is not in the site file.
    OrderForGone { board: String }
        vi "Có lệnh tắt bảng `{board}` nhưng không có bảng này trong tệp khai báo. Nếu bảng đã đổi mã, hãy ra lệnh lại bằng mã mới."
        en "The board `{board}` is ordered dark and is not in the site file. If its id was changed, order it again by the new one."
    /// A notice, for the list and the page.
    NoticeStands { id: u32, class: &'static str, text: String, until: String, by: Box<str>, reason: Box<str> }
        vi "Thông báo {id} (`{class}`) \"{text}\", đến {until}; người ra lệnh: {by}; lý do: {reason}"
        en "Notice {id} (`{class}`) \"{text}\", until {until}; ordered by {by}; reason: {reason}"
    /// A notice that has ended, for the list.
    NoticeOver { id: u32, class: &'static str, text: String, end: String, by: Box<str>, reason: Box<str> }
        vi "Thông báo {id} (`{class}`) \"{text}\" đã kết thúc {end}; người ra lệnh: {by}; lý do: {reason}"
        en "Notice {id} (`{class}`) \"{text}\" ended {end}; ordered by {by}; reason: {reason}"
    /// A blackout, for the list and the page.
    BlackoutStands { since: String, by: String, reason: String }
        vi "Tắt theo lệnh từ {since}; người ra lệnh: {by}; lý do: {reason}"
        en "Dark by order since {since}; ordered by {by}; reason: {reason}"
    /// A blackout that was ended, for the list.
    BlackoutOver { since: String, end: String, by: String, reason: String }
        vi "Đã tắt từ {since} đến {end}; người mở lại: {by}; lý do: {reason}"
        en "Was dark from {since} to {end}; resumed by {by}; reason: {reason}"
    /// Nothing is ordered.
    NoOrders {}
        vi "Không có thông báo hay lệnh tắt bảng nào."
        en "There is no notice and no blackout."
    // The schedule explained.
    /// Short names of the days of the week.
    Monday {} vi "T2" en "Mon"
    /// The second.
    Tuesday {} vi "T3" en "Tue"
    /// The third.
    Wednesday {} vi "T4" en "Wed"
    /// The fourth.
    Thursday {} vi "T5" en "Thu"
    /// The fifth.
    Friday {} vi "T6" en "Fri"
    /// The sixth.
    Saturday {} vi "T7" en "Sat"
    /// The seventh.
    Sunday {} vi "CN" en "Sun"
    /// What is lit, in a word or two: emergencies.
    LitEmergency {} vi "Khẩn cấp" en "Emergency"
    /// An operator's notice.
    LitOverride {} vi "Thông báo của người trực" en "Operator's notice"
    /// Priority bulletins.
    LitPriority {} vi "Bản tin ưu tiên" en "Priority bulletin"
    /// The ordinary programme.
    LitNormal {} vi "Chương trình thường" en "Programme"
    /// The default playlist.
    LitStandby {} vi "Chỉ có danh sách mặc định" en "Default playlist only"
    /// A person switched the board off.
    LitBlackout {} vi "Tắt theo lệnh" en "Switched off"
    /// Outside the hours with power.
    LitNoPower {} vi "Ngoài giờ bật bảng" en "Outside the board's hours"
    /// Quiet hours.
    LitQuiet {} vi "Giờ nghỉ" en "Quiet hours"
    /// Nothing at all.
    LitLastResort {} vi "Không có nội dung" en "Nothing to show"
    /// What became of an item: it is lit.
    ItemOnAir {} vi "đang phát" en "on air"
    /// Others have their turns.
    ItemWaits {} vi "chờ đến lượt" en "waits for its turn"
    /// An emergency is lit.
    ItemBelowEmergency {} vi "nhường cho bản tin khẩn cấp" en "gives way to an emergency"
    /// A notice is lit.
    ItemBelowOverride {} vi "nhường cho thông báo của người trực" en "gives way to an operator's notice"
    /// A priority bulletin is lit.
    ItemBelowPriority {} vi "nhường cho bản tin ưu tiên" en "gives way to a priority bulletin"
    /// The programme is lit.
    ItemBelowNormal {} vi "chỉ phát khi không có nội dung nào khác" en "only while nothing else is there"
    /// The board is switched off.
    ItemInBlackout {} vi "không phát vì bảng đang tắt theo lệnh" en "not shown: the board is switched off"
    /// The board has no power.
    ItemWithoutPower {} vi "không phát vì ngoài giờ bật bảng (`power`)" en "not shown: the board is outside its hours (`power`)"
    /// The board is quiet.
    ItemInQuiet {} vi "không phát vì bảng đang trong giờ nghỉ (`quiet`)" en "not shown: the board has quiet hours (`quiet`)"
    /// It begins later.
    ItemNotYet { at: String } vi "chưa bắt đầu; bắt đầu lúc {at}" en "not before {at}"
    /// It is over.
    ItemIsOver { at: String } vi "đã hết hạn lúc {at}" en "expired at {at}"
    /// It celebrates, and the day mourns.
    ItemFestive {} vi "nội dung chào mừng, không phát trong ngày quốc tang" en "festive, not shown on a day of mourning"
    /// No window is open; the next opening is known.
    ItemClosed { at: String } vi "ngoài khung giờ phát; lần tới lúc {at}" en "outside its hours; next at {at}"
    /// No window opens within a year.
    ItemNotThisYear {} vi "ngoài khung giờ phát; trong một năm tới không phát lần nào" en "outside its hours; not within a year"
    // Commands that explain it.
    /// A head of `bangtin explain`.
    ExplainAt { board: String, id: Box<str>, at: String, day: String, zone: Box<str> }
        vi "{board} (`{id}`), lúc {at} ({day}), giờ {zone}"
        en "{board} (`{id}`) at {at} ({day}), time of {zone}"
    /// What is on.
    ExplainOn { text: String } vi "Đang phát: “{text}”" en "On air: “{text}”"
    /// No text is on.
    ExplainNoText {} vi "Đang phát: không có dòng chữ nào" en "On air: no text"
    /// Since when and until when.
    ExplainBetween { since: String, until: String } vi "Từ {since} đến {until}" en "From {since} to {until}"
    /// Since when, without an end that could be told.
    ExplainSince { since: String } vi "Từ {since}, trong một tuần tới chưa thay đổi" en "Since {since}, unchanged for the next week"
    /// Why.
    ExplainWhy { why: String } vi "Vì sao: {why}" en "Why: {why}"
    /// What comes next.
    ExplainNext { at: String, what: String } vi "Tiếp theo, lúc {at}: {what}" en "Next, at {at}: {what}"
    /// How bright.
    ExplainLight { percent: u8 } vi "Độ sáng: {percent} %" en "Brightness: {percent} %"
    /// The items of the board.
    ExplainItems { count: usize } vi "Các mục có thể phát trên bảng này: {count}" en "Items that can come on this board: {count}"
    /// One playlist of them.
    ExplainList { title: String, file: String } vi "{title} ({file})" en "{title} ({file})"
    /// One of them.
    ExplainItem { line: usize, text: String, why: String } vi "dòng {line}: “{text}”: {why}" en "line {line}: “{text}”: {why}"
    /// A head of `bangtin plan`.
    PlanOf { board: String, id: Box<str>, from: String, to: String, zone: Box<str> }
        vi "{board} (`{id}`), từ {from} đến {to}, giờ {zone}"
        en "{board} (`{id}`) from {from} to {to}, time of {zone}"
    /// What is hidden under a stretch.
    PlanHidden { playlists: String } vi "bị che: {playlists}" en "hidden: {playlists}"
    /// The campaigns of the days.
    PlanCampaigns {} vi "Chiến dịch, mỗi ngày được phát / phải phát:" en "Campaigns, shown / owed each day:"
    /// Showings of one on a day.
    PlanShowings { day: String, title: String, directive: String, had: i64, owed: i64 }
        vi "{day}  {title} ({directive}): {had}/{owed} lượt" en "{day}  {title} ({directive}): {had}/{owed} showings"
    /// The share of one on a day.
    PlanShare { day: String, title: String, directive: String, had: i64, owed: i64 }
        vi "{day}  {title} ({directive}): {had}/{owed} % thời gian" en "{day}  {title} ({directive}): {had}/{owed} % of the time"
    /// A period that ends before it begins, or is too long.
    BadPeriod { most: i64 }
        vi "Không xem được khoảng thời gian này: `--to` phải sau `--from`, nhiều nhất {most} ngày."
        en "This period cannot be shown: `--to` must be after `--from`, by at most {most} days."

    // A card is certified.
    /// Before the first step.
    CertifyIntro { board: String }
        vi "Kiểm định bo của bảng `{board}` cùng một người đứng trước bảng, chừng 15 phút. Nội dung đang có trên bo có thể bị thay; sau đó chương trình ghi lại nội dung đúng. Trả lời c (có), k (không) hoặc b (bỏ qua); sau chữ ấy có thể viết thêm ghi chú."
        en "The card of board `{board}` is certified with somebody in front of it, for about 15 minutes. What is on the card may be replaced; the program writes what is right again afterwards. Answer y (yes), n (no) or s (skip); a note may follow the letter."
    /// The daemon is running.
    CertifyRunning {}
        vi "Chương trình đang chạy và đang điều khiển bảng này. Hãy dừng nó trước (ví dụ `systemctl stop bangtin`), vì bo không nên nghe hai nơi cùng lúc."
        en "The program is running and drives this board. Stop it first (for example `systemctl stop bangtin`): a card is not to listen to two at once."
    /// A board without a card.
    CertifyNoCard { board: String }
        vi "Bảng `{board}` không có bo tự lưu nội dung ở một đường truyền thật, nên không có gì để kiểm định."
        en "Board `{board}` has no card that keeps what it shows behind a real link; there is nothing to certify."
    /// A question again.
    CertifyAgain {}
        vi "Xin trả lời c (có), k (không) hoặc b (bỏ qua)."
        en "Please answer y (yes), n (no) or s (skip)."
    /// An outcome.
    CertifyPassed {}
        vi "đạt"
        en "passed"
    /// An outcome.
    CertifyFailed {}
        vi "không đạt"
        en "failed"
    /// An outcome.
    CertifySkipped {}
        vi "bỏ qua"
        en "skipped"
    /// The end.
    CertifyWritten { passed: usize, failed: usize, skipped: usize, toml: String, text: String }
        vi "Xong: {passed} bước đạt, {failed} không đạt, {skipped} bỏ qua. Biên bản: `{toml}` và `{text}`. Hãy gửi cả hai tệp về cho người phát triển."
        en "Done: {passed} steps passed, {failed} failed, {skipped} skipped. The report: `{toml}` and `{text}`. Please send both to the developers."
    /// A part that is not as it was written.
    CertifyOther { part: String }
        vi "Phần `{part}` trên bo không giống như đã ghi."
        en "The part `{part}` on the card is not as it was written."
    /// A foreign write that left no trace.
    CertifyUnnoticed {}
        vi "Danh sách trên bo không có gì khác, dù đã có người ghi."
        en "What the card lists is no different, although somebody wrote to it."
    /// A step.
    CertifyLabel {}
        vi "Trên bo có in kiểu và số sê-ri không? Nếu có, hãy viết cả hai sau chữ c."
        en "Are a model and a serial number printed on the card? If so, write both after the letter y."
    /// A step.
    CertifyIdentify {}
        vi "Hỏi bo là loại gì"
        en "Asking the card what it is"
    /// A step.
    CertifyStatus {}
        vi "Hỏi tình trạng của bo"
        en "Asking the card how it is"
    /// A step.
    CertifyLook {}
        vi "Xem trên bo đang có gì"
        en "Looking at what is on the card"
    /// A step.
    CertifyWrite {}
        vi "Ghi một mục thử lên bo"
        en "Writing a test item to the card"
    /// A step.
    CertifyRead {}
        vi "Đọc lại mục thử"
        en "Reading the test item back"
    /// A step.
    CertifySeen {}
        vi "Trên bảng có hiện hình thử, gồm khung viền và các đường chéo, không? (Có thể phải chờ đến lượt.)"
        en "Does the board show the test picture, a border and diagonals? (Its turn may have to come.)"
    /// A step.
    CertifyCover {}
        vi "Hiện một hình khác từ bộ nhớ tạm trong 30 giây"
        en "Lighting another picture out of the passing memory for 30 seconds"
    /// A step.
    CertifyCoverSeen {}
        vi "Hình bàn cờ có hiện ngay không?"
        en "Did the chessboard appear at once?"
    /// A step.
    CertifyCoverEnds {}
        vi "Chờ 40 giây. Hình bàn cờ có tự hết không?"
        en "Wait 40 seconds. Did the chessboard go by itself?"
    /// A step.
    CertifyClock {}
        vi "Chỉnh giờ cho bo rồi xem lại"
        en "Setting the card's clock and looking again"
    /// A step.
    CertifyDark {}
        vi "Tắt mặt bảng"
        en "Making the face dark"
    /// A step.
    CertifyDarkSeen {}
        vi "Bảng có tối hẳn không?"
        en "Is the board wholly dark?"
    /// A step.
    CertifyLight {}
        vi "Bật lại mặt bảng"
        en "Lighting the face again"
    /// A step.
    CertifyLightSeen {}
        vi "Bảng có sáng lại không?"
        en "Is the board lit again?"
    /// A step.
    CertifyCable {}
        vi "Rút dây mạng hoặc dây nối tiếp của bo, chờ 1 phút rồi cắm lại. Bảng có hiện tiếp suốt thời gian đó không?"
        en "Pull the card's network or serial cable, wait a minute and plug it in again. Did the board go on all the time?"
    /// A step.
    CertifyPower {}
        vi "Cắt điện bo 10 giây rồi bật lại, chờ đến khi bảng sáng. Hình thử có hiện lại không?"
        en "Cut the card's power for 10 seconds, turn it on again and wait until the board is lit. Does the test picture come back?"
    /// A step.
    CertifyKept {}
        vi "Xem bo còn giữ mục thử và giờ không"
        en "Looking whether the card kept the test item and the time"
    /// A step.
    CertifyForeign {}
        vi "Dùng phần mềm của hãng ghi một nội dung khác lên bo. Đã ghi xong chưa?"
        en "Write something else to the card with the maker's program. Is it done?"
    /// A step.
    CertifyNoticed {}
        vi "Xem có nhận ra nội dung lạ không"
        en "Looking whether what was written is noticed"
    /// A step.
    CertifyClean {}
        vi "Gỡ mục thử khỏi bo"
        en "Removing the test item from the card"

    // What boards say when they refuse: what it means and what to do.
    /// An Onbon card: 0.
    OnbonNone {}
        vi "Bo Onbon từ chối nhưng lại ghi là không có lỗi (mã 0). Hãy tắt rồi bật lại nguồn của bo nếu việc này lặp lại."
        en "The Onbon card refuses, but says that nothing is wrong (code 0). If this goes on, switch the card off and on."
    /// An Onbon card: 1.
    OnbonGroup {}
        vi "Bo Onbon không biết nhóm lệnh này (mã 1). Hãy kiểm tra `protocol` trong bangtin.toml có đúng đời bo không."
        en "The Onbon card does not know this kind of order (code 1). Check that `protocol` in bangtin.toml is that of the card."
    /// An Onbon card: 2.
    OnbonCommand {}
        vi "Bo Onbon không biết lệnh này (mã 2). Hãy kiểm tra `protocol` trong bangtin.toml; nếu đã đúng thì bo thuộc đời không có chức năng này."
        en "The Onbon card does not know this order (code 2). Check `protocol` in bangtin.toml; if it is right, this model cannot do it."
    /// An Onbon card: 4.
    OnbonVolume {}
        vi "Bộ nhớ của bo Onbon đã đầy (mã 4). Hãy bớt nội dung dành cho bảng này, hoặc xóa chương trình cũ trên bo bằng phần mềm của hãng."
        en "The Onbon card's memory is full (code 4). Give this board less content, or delete old programmes on it with the maker's program."
    /// An Onbon card: 5.
    OnbonChecksum {}
        vi "Dữ liệu tới bo Onbon bị hỏng trên đường (mã 5). Hãy kiểm tra dây nối, và thử tốc độ `baud` thấp hơn nếu là đường nối tiếp."
        en "What reaches the Onbon card is damaged (code 5). Check the cable; on a serial line try a lower `baud`."
    /// An Onbon card: 6.
    OnbonNoFile {}
        vi "Trên bo Onbon không còn tệp cần đọc hay xóa (mã 6). Chương trình sẽ tự xem lại bo; nếu lặp lại, hãy tìm xem còn ai đang ghi vào bo."
        en "A file to be read or deleted is not on the Onbon card any more (code 6). The program looks again by itself; if this goes on, find out who else writes to the card."
    /// An Onbon card: 7.
    OnbonFlash {}
        vi "Bo Onbon không ghi được vào bộ nhớ lưu trữ (mã 7). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy thì phải thay bo."
        en "The Onbon card cannot write its lasting memory (code 7). Switch it off and on; if that does not help, it has to be replaced."
    /// An Onbon card: 8.
    OnbonDownload {}
        vi "Việc truyền nội dung vào bo Onbon bị gián đoạn giữa chừng (mã 8). Chương trình sẽ tự truyền lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "Content did not get into the Onbon card as a whole (code 8). The program sends it again by itself; if this goes on, check the way to the card."
    /// An Onbon card: 9.
    OnbonName {}
        vi "Bo Onbon không nhận tên tệp (mã 9). Hãy kiểm tra `protocol` trong bangtin.toml có đúng đời bo không."
        en "The Onbon card does not take the name of a file (code 9). Check that `protocol` in bangtin.toml is that of the card."
    /// An Onbon card: 10.
    OnbonType {}
        vi "Bo Onbon không nhận loại tệp này (mã 10). Hãy kiểm tra `protocol` trong bangtin.toml có đúng đời bo không."
        en "The Onbon card does not take this kind of file (code 10). Check that `protocol` in bangtin.toml is that of the card."
    /// An Onbon card: 11.
    OnbonFileCrc {}
        vi "Bo Onbon nhận tệp nhưng tổng kiểm tra không khớp (mã 11). Chương trình sẽ tự ghi lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Onbon card got a file whose sum is not right (code 11). The program writes it again by itself; if this goes on, check the way to the card."
    /// An Onbon card: 12.
    OnbonFont {}
        vi "Bo Onbon báo thiếu phông chữ (mã 12). Chương trình này chỉ gửi hình, không dùng phông của bo; hãy tìm xem còn phần mềm nào đang ghi vào bo."
        en "The Onbon card lacks a font (code 12). This program sends pictures and needs none; find out what other program writes to the card."
    /// An Onbon card: 13.
    OnbonFirmware {}
        vi "Bo Onbon nhận phải phần mềm của loại bo khác (mã 13). Chương trình này không bao giờ gửi phần mềm cho bo; hãy tìm xem ai đang làm việc đó."
        en "The Onbon card was sent the software of another card (code 13). This program never sends any; find out who does."
    /// An Onbon card: 14.
    OnbonDate {}
        vi "Bo Onbon không nhận ngày giờ (mã 14). Hãy kiểm tra giờ của máy chủ này."
        en "The Onbon card does not take a date or time (code 14). Check the clock of this server."
    /// An Onbon card: 15.
    OnbonExists {}
        vi "Trên bo Onbon đã có tệp trùng tên (mã 15). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tìm xem còn ai đang ghi vào bo."
        en "The Onbon card has a file of this name already (code 15). The program tries again by itself; if this goes on, find out who else writes to the card."
    /// An Onbon card: 16.
    OnbonBlock {}
        vi "Các phần của tệp tới bo Onbon không đúng thứ tự (mã 16). Chương trình sẽ tự truyền lại; nếu lặp lại, hãy tìm xem còn máy nào đang gửi tới bo."
        en "Parts of a file reached the Onbon card out of order (code 16). The program sends it again by itself; if this goes on, find out who else sends to the card."
    /// An Onbon card: 17.
    OnbonController {}
        vi "Nội dung gửi tới dành cho loại bo Onbon khác (mã 17). Hãy sửa `protocol` trong bangtin.toml cho đúng loại bo."
        en "What is sent is for another kind of Onbon card (code 17). Correct `protocol` in bangtin.toml."
    /// An Onbon card: 18.
    OnbonScreen {}
        vi "Nội dung không hợp với màn hình đã cài trên bo Onbon (mã 18). Hãy sửa `width`, `height` và màu đèn trong bangtin.toml cho khớp với bo."
        en "What is sent does not fit the screen that the Onbon card is set to (code 18). Make `width`, `height` and the lamps in bangtin.toml those of the card."
    /// An Onbon card: 19.
    OnbonId {}
        vi "Lệnh gửi tới dành cho bo Onbon mang số khác (mã 19). Hãy sửa `address` trong bangtin.toml cho đúng số của bo."
        en "What is sent is for an Onbon card of another number (code 19). Make `address` in bangtin.toml that of the card."
    /// An Onbon card: 20.
    OnbonSecret {}
        vi "Bo Onbon không nhận mật khẩu đã cho (mã 20). Hãy sửa mật khẩu trong tệp nêu ở `secret_file`."
        en "The Onbon card does not take the secret it is given (code 20). Correct the one in the file that `secret_file` names."
    /// An Onbon card: 21.
    OnbonOldSecret {}
        vi "Bo Onbon cho biết mật khẩu cũ không đúng (mã 21). Chương trình này không đổi mật khẩu của bo; hãy tìm xem ai đang đổi."
        en "The Onbon card says that the old secret was wrong (code 21). This program changes no secrets; find out who does."
    /// An Onbon card: 22.
    OnbonNeedsSecret {}
        vi "Bo Onbon đòi mật khẩu nhưng chưa được cho (mã 22). Hãy ghi mật khẩu của bo vào một tệp và nêu tệp đó ở `secret_file`."
        en "The Onbon card wants a secret and was given none (code 22). Write it into a file and name that file in `secret_file`."
    /// An Onbon card: 23.
    OnbonHasNoSecret {}
        vi "Bo Onbon chưa đặt mật khẩu mà chương trình lại gửi mật khẩu (mã 23). Hãy đặt mật khẩu trên bo bằng phần mềm của hãng, hoặc bỏ `secret_file`."
        en "The Onbon card has no secret but is given one (code 23). Set it on the card with the maker's program, or leave `secret_file` out."
    /// An Onbon card: 24.
    OnbonClock {}
        vi "Đồng hồ trong bo Onbon bị hỏng (mã 24). Hãy thay pin của bo; nếu vẫn vậy thì phải thay bo."
        en "The clock in the Onbon card failed (code 24). Replace its battery; if that does not help, replace the card."
    /// An Onbon card: 25.
    OnbonParameter {}
        vi "Bo Onbon không nhận một thông số của lệnh (mã 25). Hãy kiểm tra `protocol`, `width` và `height` trong bangtin.toml có đúng với bo không."
        en "The Onbon card does not take a value of an order (code 25). Check that `protocol`, `width` and `height` in bangtin.toml are those of the card."
    /// An Onbon card: 26.
    OnbonCascade {}
        vi "Một bo nối sau bo Onbon này bị lỗi (mã 26). Hãy kiểm tra nguồn và dây nối của các bo phía sau."
        en "A card chained to this Onbon card failed (code 26). Check the power and cables of the cards behind it."
    /// An Onbon card: a number that no document names.
    OnbonOther {}
        vi "Bo Onbon từ chối bằng một mã không có trong tài liệu của hãng. Hãy tắt rồi bật lại nguồn của bo; nếu lặp lại, gửi nhật ký cho người phát triển."
        en "The Onbon card refuses by a code that no document names. Switch it off and on; if this goes on, send the log to the developers."
    /// A Huidu card: 0.
    HuiduSuccess {}
        vi "Bo Huidu từ chối nhưng lại ghi là đã xong (mã 0). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card refuses, but says that it is done (code 0). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 1.
    HuiduWriteFinish {}
        vi "Bo Huidu báo đã ghi xong tệp trước khi tệp được gửi đủ (mã 1). Chương trình sẽ tự thử lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Huidu card says that a file is written before all of it was sent (code 1). The program tries again by itself; if this goes on, check the way to the card."
    /// A Huidu card: 2.
    HuiduProcess {}
        vi "Bo Huidu không làm được việc được giao (mã 2). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tắt rồi bật lại nguồn của bo."
        en "The Huidu card could not do what it was told (code 2). The program tries again by itself; if this goes on, switch the card off and on."
    /// A Huidu card: 3.
    HuiduVersion {}
        vi "Phần mềm trên bo Huidu quá cũ, không hiểu được lệnh (mã 3). Hãy nâng cấp bo bằng phần mềm của hãng."
        en "The software of the Huidu card is too old for this (code 3). Bring it up to date with the maker's program."
    /// A Huidu card: 4.
    HuiduOccupied {}
        vi "Bo Huidu đang bận việc khác (mã 4). Hãy đóng phần mềm khác đang điều khiển bo nếu việc này kéo dài."
        en "The Huidu card is at something else (code 4). If this lasts, close the other program that drives it."
    /// A Huidu card: 5.
    HuiduFileOccupied {}
        vi "Tệp trên bo Huidu đang bận, chưa ghi hay đọc được (mã 5). Chương trình sẽ tự thử lại; nếu kéo dài, hãy đóng phần mềm khác đang điều khiển bo."
        en "A file on the Huidu card is in use (code 5). The program tries again by itself; if this lasts, close the other program that drives it."
    /// A Huidu card: 6.
    HuiduReaders {}
        vi "Có quá nhiều nơi cùng đọc bo Huidu (mã 6). Hãy đóng bớt phần mềm đang nối với bo."
        en "Too many read from the Huidu card at once (code 6). Close other programs that are connected to it."
    /// A Huidu card: 7.
    HuiduPacketLen {}
        vi "Bo Huidu không nhận độ dài của gói dữ liệu (mã 7). Có thể phần mềm trên bo quá cũ hoặc quá mới; hãy gửi nhật ký và tên bo cho người phát triển."
        en "The Huidu card does not take the length of a message (code 7). Its software may be too old or too new; send the log and the card's model to the developers."
    /// A Huidu card: 8.
    HuiduParam {}
        vi "Bo Huidu không nhận một thông số của lệnh (mã 8). Hãy kiểm tra `width` và `height` trong bangtin.toml có đúng với bo không."
        en "The Huidu card does not take a value of an order (code 8). Check that `width` and `height` in bangtin.toml are those of the card."
    /// A Huidu card: 9.
    HuiduNoSpace {}
        vi "Bo Huidu không còn chỗ lưu (mã 9). Hãy bớt nội dung dành cho bảng này, hoặc xóa nội dung cũ trên bo bằng phần mềm của hãng."
        en "The Huidu card has no room (code 9). Give this board less content, or delete old content on it with the maker's program."
    /// A Huidu card: 10.
    HuiduCreate {}
        vi "Bo Huidu không tạo được tệp trong bộ nhớ (mã 10). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card cannot make a file in its memory (code 10). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 11.
    HuiduWrite {}
        vi "Bo Huidu không ghi được vào bộ nhớ (mã 11). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card cannot write its memory (code 11). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 12.
    HuiduRead {}
        vi "Bo Huidu không đọc được bộ nhớ của chính nó (mã 12). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card cannot read its own memory (code 12). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 13.
    HuiduFileData {}
        vi "Bo Huidu nhận tệp bị hỏng trên đường (mã 13). Chương trình sẽ tự thử lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Huidu card got a file that was damaged on the way (code 13). The program tries again by itself; if this goes on, check the way to the card."
    /// A Huidu card: 14.
    HuiduFileContent {}
        vi "Bo Huidu báo nội dung tệp không đúng (mã 14). Chương trình sẽ tự thử lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Huidu card says that what is in a file is not right (code 14). The program tries again by itself; if this goes on, check the way to the card."
    /// A Huidu card: 15.
    HuiduOpen {}
        vi "Bo Huidu không mở được tệp trong bộ nhớ (mã 15). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card cannot open a file in its memory (code 15). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 16.
    HuiduSeek {}
        vi "Bo Huidu không tới được chỗ cần đọc trong tệp (mã 16). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card cannot find a place in a file (code 16). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 17.
    HuiduRename {}
        vi "Bo Huidu không đổi được tên tệp vừa nhận (mã 17). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card cannot rename a file that it got (code 17). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 18.
    HuiduNotFound {}
        vi "Bo Huidu không còn tệp cần đọc hay phát (mã 18). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tìm xem còn ai đang ghi vào bo."
        en "The Huidu card does not have a file any more that is to be read or played (code 18). The program tries again by itself; if this goes on, find out who else writes to the card."
    /// A Huidu card: 19.
    HuiduNotFinished {}
        vi "Bo Huidu chưa nhận đủ tệp (mã 19). Chương trình sẽ tự thử lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Huidu card has not got all of a file (code 19). The program tries again by itself; if this goes on, check the way to the card."
    /// A Huidu card: 20.
    HuiduLong {}
        vi "Lệnh gửi tới bo Huidu quá dài (mã 20). Hãy bớt số mục dành cho bảng này."
        en "An order is too long for the Huidu card (code 20). Give this board fewer items."
    /// A Huidu card: 21.
    HuiduXmlIndex {}
        vi "Bo Huidu nhận các phần của lệnh không đúng thứ tự (mã 21). Chương trình sẽ tự thử lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Huidu card got the parts of an order out of order (code 21). The program tries again by itself; if this goes on, check the way to the card."
    /// A Huidu card: 22.
    HuiduXml {}
        vi "Bo Huidu không đọc được lệnh (mã 22). Chương trình sẽ tự thử lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Huidu card cannot read an order (code 22). The program tries again by itself; if this goes on, check the way to the card."
    /// A Huidu card: 23.
    HuiduMethod {}
        vi "Bo Huidu không biết tên lệnh (mã 23). Có thể phần mềm trên bo quá cũ hoặc quá mới; hãy gửi nhật ký và tên bo cho người phát triển."
        en "The Huidu card does not know the name of an order (code 23). Its software may be too old or too new; send the log and the card's model to the developers."
    /// A Huidu card: 24.
    HuiduMemory {}
        vi "Bo Huidu thiếu bộ nhớ để làm việc (mã 24). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card lacks the memory to work with (code 24). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 25.
    HuiduSystem {}
        vi "Bo Huidu gặp lỗi hệ thống (mã 25). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card has a fault in its system (code 25). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 26.
    HuiduVideo {}
        vi "Bo Huidu không phát được loại video này (mã 26). Chương trình này chỉ gửi hình PNG; hãy tìm xem còn ai đang ghi nội dung vào bo."
        en "The Huidu card cannot play this kind of video (code 26). This program sends PNG pictures only; find out who else writes to the card."
    /// A Huidu card: 27.
    HuiduNotMedia {}
        vi "Bo Huidu không phát được tệp này vì không phải hình hay video (mã 27). Chương trình này chỉ gửi hình PNG; hãy tìm xem còn ai đang ghi nội dung vào bo."
        en "The Huidu card cannot play this file, which is neither picture nor video (code 27). This program sends PNG pictures only; find out who else writes to the card."
    /// A Huidu card: 28.
    HuiduVideoRead {}
        vi "Bo Huidu không phát được video này vì không đọc được (mã 28). Chương trình này chỉ gửi hình PNG; hãy tìm xem còn ai đang ghi nội dung vào bo."
        en "The Huidu card cannot play this video, which it cannot read (code 28). This program sends PNG pictures only; find out who else writes to the card."
    /// A Huidu card: 29.
    HuiduFrameRate {}
        vi "Bo Huidu không phát được video có số khung hình mỗi giây như vậy (mã 29). Chương trình này chỉ gửi hình PNG; hãy tìm xem còn ai đang ghi nội dung vào bo."
        en "The Huidu card cannot play a video of so many frames a second (code 29). This program sends PNG pictures only; find out who else writes to the card."
    /// A Huidu card: 30.
    HuiduResolution {}
        vi "Bo Huidu không phát được hình hay video có độ phân giải như vậy (mã 30). Chương trình này chỉ gửi hình PNG; hãy tìm xem còn ai đang ghi nội dung vào bo."
        en "The Huidu card cannot play a picture or video of this resolution (code 30). This program sends PNG pictures only; find out who else writes to the card."
    /// A Huidu card: 31.
    HuiduFormat {}
        vi "Bo Huidu không phát được tệp có định dạng này (mã 31). Chương trình này chỉ gửi hình PNG; hãy tìm xem còn ai đang ghi nội dung vào bo."
        en "The Huidu card cannot play a file of this format (code 31). This program sends PNG pictures only; find out who else writes to the card."
    /// A Huidu card: 32.
    HuiduDuration {}
        vi "Bo Huidu không phát được video có độ dài như vậy (mã 32). Chương trình này chỉ gửi hình PNG; hãy tìm xem còn ai đang ghi nội dung vào bo."
        en "The Huidu card cannot play a video of this length (code 32). This program sends PNG pictures only; find out who else writes to the card."
    /// A Huidu card: 33.
    HuiduDownload {}
        vi "Bo Huidu không tải được tệp về (mã 33). Chương trình sẽ tự thử lại; nếu lặp lại, hãy kiểm tra đường truyền tới bo."
        en "The Huidu card could not fetch a file (code 33). The program tries again by itself; if this goes on, check the way to the card."
    /// A Huidu card: 34.
    HuiduScreenNode {}
        vi "Bo Huidu không thấy phần màn hình trong chương trình (mã 34). Có thể phần mềm trên bo quá cũ hoặc quá mới; hãy gửi nhật ký và tên bo cho người phát triển."
        en "The Huidu card finds no screen in a programme (code 34). Its software may be too old or too new; send the log and the card's model to the developers."
    /// A Huidu card: 35.
    HuiduNodeExists {}
        vi "Bo Huidu đã có chương trình hay vùng mang mã này (mã 35). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tìm xem còn ai đang ghi vào bo."
        en "The Huidu card has a programme or area of this id already (code 35). The program tries again by itself; if this goes on, find out who else writes to the card."
    /// A Huidu card: 36.
    HuiduNodeMissing {}
        vi "Bo Huidu không có chương trình hay vùng mang mã này (mã 36). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tìm xem còn ai đang ghi vào bo."
        en "The Huidu card has no programme or area of this id (code 36). The program tries again by itself; if this goes on, find out who else writes to the card."
    /// A Huidu card: 37.
    HuiduPlugin {}
        vi "Bo Huidu thiếu thành phần để phát nội dung này (mã 37). Có thể phần mềm trên bo quá cũ hoặc quá mới; hãy gửi nhật ký và tên bo cho người phát triển."
        en "The Huidu card lacks a part of its software that is needed to play this (code 37). Its software may be too old or too new; send the log and the card's model to the developers."
    /// A Huidu card: 38.
    HuiduLicence {}
        vi "Bo Huidu báo bản quyền không hợp lệ (mã 38). Hãy hỏi nơi bán bo."
        en "The Huidu card says that its licence is not valid (code 38). Ask who sold it."
    /// A Huidu card: 39.
    HuiduNoWifi {}
        vi "Bo Huidu không có bộ phận Wi-Fi (mã 39). Hãy nối bo bằng dây mạng."
        en "The Huidu card has no Wi-Fi module (code 39). Connect it by cable."
    /// A Huidu card: 40.
    HuiduWifi {}
        vi "Bo Huidu thử Wi-Fi không thành công (mã 40). Hãy kiểm tra sóng và mật khẩu Wi-Fi, hoặc nối bo bằng dây mạng."
        en "The Huidu card tried its Wi-Fi in vain (code 40). Check the signal and the Wi-Fi password, or connect the card by cable."
    /// A Huidu card: 41.
    HuiduRunning {}
        vi "Bo Huidu gặp lỗi khi đang chạy (mã 41). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card failed while it ran (code 41). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 42.
    HuiduUnsupported {}
        vi "Bo Huidu loại này không có chức năng được yêu cầu (mã 42). Hãy gửi nhật ký và tên bo cho người phát triển."
        en "This Huidu card cannot do what it was asked (code 42). Send the log and the card's model to the developers."
    /// A Huidu card: 43.
    HuiduGuid {}
        vi "Bo Huidu không nhận mã phiên làm việc (mã 43). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tắt rồi bật lại nguồn của bo."
        en "The Huidu card does not take the number of the session (code 43). The program tries again by itself; if this goes on, switch the card off and on."
    /// A Huidu card: 44.
    HuiduFirmware {}
        vi "Bo Huidu nhận phải phần mềm sai định dạng (mã 44). Chương trình này không bao giờ gửi phần mềm cho bo; hãy tìm xem ai đang làm việc đó."
        en "The Huidu card was sent software in a wrong format (code 44). This program never sends any; find out who does."
    /// A Huidu card: 45.
    HuiduTag {}
        vi "Bo Huidu thấy thiếu một thẻ trong lệnh (mã 45). Có thể phần mềm trên bo quá cũ hoặc quá mới; hãy gửi nhật ký và tên bo cho người phát triển."
        en "The Huidu card misses an element in an order (code 45). Its software may be too old or too new; send the log and the card's model to the developers."
    /// A Huidu card: 46.
    HuiduAttribute {}
        vi "Bo Huidu thấy thiếu một thuộc tính trong lệnh (mã 46). Có thể phần mềm trên bo quá cũ hoặc quá mới; hãy gửi nhật ký và tên bo cho người phát triển."
        en "The Huidu card misses an attribute in an order (code 46). Its software may be too old or too new; send the log and the card's model to the developers."
    /// A Huidu card: 47.
    HuiduCreateTag {}
        vi "Bo Huidu không tạo được câu trả lời (mã 47). Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy, gọi kỹ thuật viên."
        en "The Huidu card could not make its answer (code 47). Switch it off and on; if that does not help, call a technician."
    /// A Huidu card: 48.
    HuiduDevice {}
        vi "Bo Huidu báo loại bo này không dùng được lệnh đã gửi (mã 48). Hãy kiểm tra `protocol` trong bangtin.toml có đúng loại bo không."
        en "The Huidu card says that this order is not for its kind (code 48). Check that `protocol` in bangtin.toml is that of the card."
    /// A Huidu card: 49.
    HuiduDenied {}
        vi "Bo Huidu không cho phép làm việc này (mã 49). Hãy bỏ khóa hoặc mật khẩu của bo bằng phần mềm của hãng."
        en "The Huidu card does not permit this (code 49). Take its lock or password off with the maker's program."
    /// A Huidu card: 50.
    HuiduPassword {}
        vi "Bo Huidu cho biết mật khẩu quá đơn giản (mã 50). Chương trình này không đổi mật khẩu của bo; hãy tìm xem ai đang đổi."
        en "The Huidu card says that a password is too simple (code 50). This program changes no passwords; find out who does."
    /// A Huidu card: 51.
    HuiduDelay {}
        vi "Bo Huidu hẹn trả lời sau mà không trả lời (mã 51). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tắt rồi bật lại nguồn của bo."
        en "The Huidu card said that it would answer later, and did not (code 51). The program tries again by itself; if this goes on, switch the card off and on."
    /// A Huidu card: 52.
    HuiduShortly {}
        vi "Bo Huidu hẹn sẽ xong ngay mà chưa xong (mã 52). Chương trình sẽ tự thử lại; nếu lặp lại, hãy tắt rồi bật lại nguồn của bo."
        en "The Huidu card said that it would soon be done, and is not (code 52). The program tries again by itself; if this goes on, switch the card off and on."
    /// A Huidu card: a code that no document names.
    HuiduOther {}
        vi "Bo Huidu từ chối bằng một mã không có trong tài liệu của hãng. Hãy tắt rồi bật lại nguồn của bo; nếu lặp lại, gửi nhật ký cho người phát triển."
        en "The Huidu card refuses by a code that no document names. Switch it off and on; if this goes on, send the log to the developers."
    /// A Xixun card: Name.
    XixunName {}
        vi "Bo Xixun không cho biết tên. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not tell its name. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: Size.
    XixunSize {}
        vi "Bo Xixun không cho biết kích thước mặt bảng. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not tell the size of its face. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: Build.
    XixunBuild {}
        vi "Bo Xixun không cho biết phiên bản phần mềm. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not tell what software it has. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: Password.
    XixunPassword {}
        vi "Bo Xixun không cho biết có mật khẩu hay không. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not tell whether it has a password. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: Screen.
    XixunScreen {}
        vi "Bo Xixun không cho biết mặt bảng đang bật hay tắt. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not tell whether its face is lit. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: Date.
    XixunDate {}
        vi "Bo Xixun không cho biết giờ đồng hồ, nên không chỉnh được. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not tell what its clock shows, so it cannot be set. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: Brightness.
    XixunBrightness {}
        vi "Bo Xixun không cho biết độ sáng. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not tell how bright it is. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: Screenshot.
    XixunScreenshot {}
        vi "Bo Xixun không gửi hình đang hiện trên mặt bảng, nên không xác nhận được nội dung. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not give a picture of its face, so what it shows cannot be confirmed. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: SetScreen.
    XixunSetScreen {}
        vi "Bo Xixun từ chối bật hoặc tắt mặt bảng. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not light or darken its face. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: SetBrightness.
    XixunSetBrightness {}
        vi "Bo Xixun từ chối đổi độ sáng. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not change how bright it is. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// A Xixun card: SetTime.
    XixunSetTime {}
        vi "Bo Xixun từ chối chỉnh đồng hồ, nên nội dung có giờ có thể sáng sai lúc. Hãy kiểm tra mật khẩu và trạng thái của bo bằng phần mềm của hãng; nếu không rõ, tắt rồi bật lại nguồn của bo."
        en "The Xixun card does not set its clock, so what has hours may be lit at wrong times. Look at its password and state with the maker's program; if that tells nothing, switch it off and on."
    /// Any: `busy`.
    CardBusy {}
        vi "Bo luôn bận việc khác, không nhận lệnh. Hãy đóng phần mềm khác đang điều khiển bo; nếu không có, tắt rồi bật lại nguồn của bo."
        en "The card is always at something else and takes no orders. Close the other program that drives it; if there is none, switch it off and on."
    /// Any: `memory`.
    CardMemory {}
        vi "Nội dung ghi vào bo nhiều lần đọc lại đều sai. Bộ nhớ của bo có thể đã hỏng; hãy tắt rồi bật lại nguồn, nếu vẫn vậy thì phải thay bo."
        en "What is written to the card reads back wrong again and again. Its memory may be worn out; switch it off and on, and if that does not help, replace it."
    /// Any: `clock`.
    CardClockUnset {}
        vi "Không chỉnh được đồng hồ của bo. Hãy kiểm tra giờ của máy chủ này; nếu giờ đó đúng thì thay pin của bo."
        en "The card's clock cannot be set. Check the clock of this server; if that is right, replace the battery of the card."
    /// Any: `writing`.
    CardWriting {}
        vi "Bo không có chức năng lưu nội dung mà chương trình cần. Hãy kiểm tra `protocol` trong bangtin.toml có đúng loại bo không."
        en "The card cannot keep content the way the program needs. Check that `protocol` in bangtin.toml is that of the card."
    /// Any: `size`.
    CardPartSize {}
        vi "Một phần nội dung quá lớn, hoặc có kích thước khác với danh sách của bo. Hãy bớt nội dung dành cho bảng này; nếu lặp lại, tìm xem còn ai đang ghi vào bo."
        en "A part of the content is too large, or has not the size that the card lists. Give this board less content; if this goes on, find out who else writes to the card."
    /// Any: `name`.
    CardPartName {}
        vi "Trên bo có tệp mang tên mà chương trình không dùng được. Hãy xóa tệp lạ trên bo bằng phần mềm của hãng."
        en "There is a file on the card whose name the program cannot use. Delete what is foreign on the card with the maker's program."
    /// Any: `configuration`.
    BoardConfiguration {}
        vi "Bảng không nhận cấu hình tấm hiển thị. Hãy kiểm tra loại bảng và kích thước trong bangtin.toml có đúng với bảng thật không."
        en "The sign does not take the description of its panels. Check that the kind of sign and its size in bangtin.toml are those of the real one."
    /// Any: `page`.
    BoardPage {}
        vi "Bảng không nhận trang hình. Hãy kiểm tra `width` và `height` trong bangtin.toml, rồi kiểm tra dây RS-485."
        en "The sign does not take a page of dots. Check `width` and `height` in bangtin.toml, then the RS-485 cable."
    /// Any: `content`.
    BoardContent {}
        vi "Bảng báo không hiểu nội dung được gửi. Hãy kiểm tra `protocol`, `width` và `height` trong bangtin.toml có đúng với bảng không."
        en "The sign says that it does not understand what it is sent. Check that `protocol`, `width` and `height` in bangtin.toml are those of the sign."
    /// Any: Stranger `not in SDK mode`.
    StrangerNoSdk {}
        vi "Bo Huidu chưa bật chế độ SDK nên không nhận nội dung từ chương trình này. Hãy bật chế độ SDK bằng phần mềm của hãng."
        en "The Huidu card is not in SDK mode and takes nothing from this program. Switch SDK mode on with the maker's program."
    /// Any: Stranger `HD2020`.
    StrangerHd2020 {}
        vi "Thiết bị trả lời là bo Huidu đời HD2020, không phải bo SDK 2.0. Chương trình này không ghi được vào bo loại đó; hãy kiểm tra địa chỉ trong `link`."
        en "What answers is a Huidu card of the HD2020 kind, not one of SDK 2.0. This program cannot write to such a card; check the address in `link`."
    /// Any: Stranger `no Xixun player`.
    StrangerNoXixun {}
        vi "Thiết bị trả lời không phải bo Xixun. Hãy kiểm tra địa chỉ trong `link` và `protocol` trong bangtin.toml."
        en "What answers is no Xixun card. Check the address in `link` and `protocol` in bangtin.toml."

    // Alarms: what is wrong.
    /// A board does not answer a check of whether it is there.
    AlarmNotReached { how: String, times: u32 }
        vi "Khung hình vẫn gửi đi, nhưng bảng không trả lời khi hỏi bằng `{how}`, {times} lần liền."
        en "Frames go out, but the board does not answer `{how}`, {times} times in a row."
    /// The port of a check is closed.
    AlarmReachRefused { how: String }
        vi "Máy ở địa chỉ của bảng có trả lời, nhưng từ chối `{how}`."
        en "The machine at the board's address answers, but refuses `{how}`."
    /// No frame has gone out.
    AlarmNothingSent {}
        vi "Đã lâu không có khung hình nào gửi đi được, dù đường truyền không báo lỗi."
        en "No frame has gone out for a while, though the link reports no fault."
    /// Frames are dropped.
    AlarmDropping { percent: u64 }
        vi "{percent} % khung hình trong phút vừa qua bị bỏ vì đường truyền không tải kịp."
        en "{percent} % of the frames of the last minute were dropped, because the link could not take them."
    /// A player failed.
    AlarmPlayerFailed { times: u64 }
        vi "Phần phát của bảng này hỏng và đã tự khởi động lại {times} lần từ khi chương trình chạy."
        en "The player of this board failed and was started again {times} times since the program started."
    /// A player takes no steps.
    AlarmPlayerStuck { seconds: u64 }
        vi "Phần phát của bảng này đứng yên đã {seconds} giây."
        en "The player of this board has stood still for {seconds} s."
    /// Frames are late.
    AlarmFramesLate { percent: u64 }
        vi "{percent} % khung hình trong phút vừa qua bắt đầu gửi trễ hơn 16 ms; chữ chạy có thể giật."
        en "{percent} % of the frames of the last minute were begun more than 16 ms late; movement may stutter."
    /// A board stopped answering.
    AlarmNoAnswer {}
        vi "Bảng trước đây có trả lời, nay không trả lời nữa."
        en "The board answered before and does not any more."
    /// A board refuses what it is sent.
    AlarmContentRefused { what: String }
        vi "Bảng từ chối nội dung được gửi tới (`{what}`)."
        en "The board refuses what it is sent (`{what}`)."
    /// Frames arrive damaged.
    AlarmFramesDamaged {}
        vi "Bảng báo khung hình tới nơi bị hỏng."
        en "The board says that frames arrive damaged."
    /// A part of a board does not work.
    AlarmPartFaulty { part: String }
        vi "Bảng báo một bộ phận bị hỏng (`{part}`)."
        en "The board says that a part of it does not work (`{part}`)."
    /// The lasting memory of a card.
    PartMemory {}
        vi "Bộ nhớ của bo không giữ đúng nội dung đã ghi. Hãy tắt rồi bật lại nguồn của bo; nếu vẫn vậy thì phải thay bo."
        en "The card's memory does not keep what is written. Switch it off and on; if that does not help, replace it."
    /// A receiving card behind a sending card.
    PartReceivingCard {}
        vi "Bộ gửi của bảng mất liên lạc với một bo nhận. Hãy kiểm tra nguồn và dây của bo nhận đó."
        en "The board's sending card has lost a receiving card. Check that card's power and cable."
    /// Packets that do not reach a receiving card.
    PartPackets {}
        vi "Bo nhận của bảng không nhận được gói dữ liệu nào đang gửi tới. Hãy kiểm tra dây mạng và bộ chuyển mạch tới bảng."
        en "None of the packets that are sent reaches the receiving card of the board. Check the cable and the switch on the way."
    /// The lamp of a flip-dot sign.
    PartLamp {}
        vi "Bảng báo đèn chiếu sáng bị hỏng. Hãy thay đèn."
        en "The sign says that its lamp is broken. Replace it."
    /// A clock that is not believed, and nothing says why.
    AlarmClock {}
        vi "Không tin được giờ của máy chủ; nội dung có ngày giờ đang không được phát."
        en "The server's time cannot be believed; nothing with a date or hours is shown."
    /// Nothing can be shown.
    AlarmNothingToShow {}
        vi "Không có nội dung nào phát được; bảng đang hiện khung dự phòng của chương trình."
        en "Nothing can be shown; the board shows the program's own last frame."
    /// Files are wrong.
    AlarmFilesWrong { count: usize }
        vi "Có {count} lỗi trong các tệp; bảng vẫn phát bản tốt gần nhất."
        en "There are {count} faults in files; boards go on with the last good version."
    /// The page's certificate ends soon.
    AlarmCertificateEnds { date: String, days: i64 }
        vi "Chứng chỉ của trang hết hạn ngày {date}, còn {days} ngày."
        en "The page's certificate ends on {date}; days left: {days}."
    /// It has ended.
    AlarmCertificateEnded { date: String }
        vi "Chứng chỉ của trang đã hết hạn từ ngày {date}; trình duyệt và các chương trình khác không còn tin trang này."
        en "The page's certificate ended on {date}; browsers and programs no longer believe this page."
    /// Another picture than the one that was sent.
    AlarmShowsOther {}
        vi "Đọc lại thấy bảng đang hiện hình khác với hình đã gửi."
        en "Reading back shows that another picture is on the board than was sent."
    /// Another protocol.
    AlarmOtherProtocol { kind: String }
        vi "Bảng đang hiện nội dung đến qua `{kind}`, không phải của chương trình này."
        en "The board shows what comes over `{kind}`, which is not this program's."
    /// Another sender.
    AlarmOtherSource { source: String }
        vi "Bảng đang hiện nội dung do {source} gửi, không phải của chương trình này."
        en "The board shows what {source} sends, which is not this program."
    /// A show of its own.
    AlarmNotLive {}
        vi "Bảng đang chạy chương trình riêng của nó, không hiện nội dung được gửi."
        en "The board runs a show of its own instead of what it is sent."
    /// Live and draws nothing.
    AlarmStalled {}
        vi "Bảng nhận nội dung nhưng không vẽ khung hình nào."
        en "The board takes what it is sent and draws no frames."
    /// Another size.
    AlarmWrongSize { width: u16, height: u16 }
        vi "Bảng tự báo kích thước {width} × {height}, khác với bangtin.toml; hình có thể lệch."
        en "The board says it has {width} × {height} dots, which is not what bangtin.toml says; pictures may be scrambled."
    /// Another number of dots.
    AlarmWrongDots { found: u32 }
        vi "Bảng tự báo có {found} điểm, khác với bangtin.toml; hình có thể lệch."
        en "The board says it has {found} dots, which is not what bangtin.toml says; pictures may be scrambled."
    /// No picture at a sending card.
    AlarmNoPicture {}
        vi "Bộ gửi của bảng không nhận được hình ở ngõ vào."
        en "No picture arrives at the input of the board's sending card."
    /// A restart.
    AlarmBoardRestarted { seconds: u64 }
        vi "Bảng đã khởi động lại ({seconds} giây trước khi được hỏi)."
        en "The board was restarted ({seconds} s before it was asked)."
    /// The limit of current.
    AlarmDimmed { percent: u32 }
        vi "Khung hình đang bị giảm sáng còn {percent} % để không vượt dòng điện cho phép."
        en "Frames are dimmed to {percent} % to keep within the current that is allowed."
    /// The board's own limit.
    AlarmPowerLimit { amperes: String, limit: String }
        vi "Bóng đèn lấy {amperes} A, chạm giới hạn {limit} A của bảng."
        en "The lamps take {amperes} A, the board's limit of {limit} A."
    /// Heat.
    AlarmTooHot { degrees: i32 }
        vi "Bảng nóng {degrees} °C."
        en "The board has {degrees} °C."
    /// Wi-Fi.
    AlarmWeakRadio { percent: u8 }
        vi "Sóng Wi-Fi của bảng chỉ còn {percent} %."
        en "The board hears its Wi-Fi at {percent} % only."
    /// No answer on the control channel.
    AlarmControlSilent {}
        vi "Kênh điều khiển của bảng không trả lời."
        en "The control channel of the board does not answer."
    /// Refused on the control channel.
    AlarmControlRefused {}
        vi "Kênh điều khiển của bảng từ chối kết nối."
        en "The control channel of the board refuses the connection."
    /// Busy.
    AlarmControlBusy {}
        vi "Bảng quá bận, không trả lời được trên kênh điều khiển."
        en "The board is too busy to answer on its control channel."
    /// Unreadable.
    AlarmControlDamaged {}
        vi "Không đọc được câu trả lời trên kênh điều khiển của bảng."
        en "What the board answers on its control channel cannot be read."
    /// What nobody ordered, on a card.
    AlarmForeign { times: u64 }
        vi "Trên bo điều khiển có nội dung không ai ra lệnh ({times} lần từ khi chương trình chạy). Bằng chứng nằm trong thư mục `evidence`."
        en "Something was found on the card that nobody ordered ({times} times since the program started). It is kept in the folder `evidence`."
    /// Another device.
    AlarmOtherCard { what: String }
        vi "Thiết bị trả lời không phải bo loại đã khai báo, hoặc không ở chế độ cần thiết (`{what}`)."
        en "What answers is no card of the declared kind, or not in the mode for it (`{what}`)."
    /// A secret.
    AlarmSecretWanted {}
        vi "Bo điều khiển đòi mật khẩu, hoặc không nhận mật khẩu đã cho."
        en "The card wants a secret, or does not take the one it is given."
    /// No room.
    AlarmCardFull {}
        vi "Bo điều khiển không còn chỗ cho nội dung cần lưu."
        en "The card has no room for what it is to keep."
    /// Too many items.
    AlarmUnfitShows { shows: usize, most: usize }
        vi "Cần lưu {shows} mục trên bo, nhưng bo chỉ nhận {most}."
        en "There are {shows} items to be kept, but the card takes {most}."
    /// An item that is too large.
    AlarmUnfitBytes { bytes: usize, most: usize }
        vi "Có mục cần {bytes} byte trên bo, nhưng bo chỉ nhận {most}."
        en "An item needs {bytes} bytes on the card, but it takes {most}."
    /// A movement that the card does not have.
    AlarmUnfitMovement {}
        vi "Có mục chuyển động theo cách mà bo không có."
        en "An item moves in a way that the card does not have."
    /// Pictures of another size.
    AlarmUnfitFace {}
        vi "Hình cần lưu có kích thước khác với mặt bảng."
        en "What is to be kept has another size than the face."
    /// A card's clock.
    AlarmCardClock { seconds: i64 }
        vi "Đồng hồ của bo lệch {seconds} giây; nội dung có giờ có thể sáng sai lúc."
        en "The card's clock is off by {seconds} s; what has hours may be lit at wrong times."
    /// A card's clock, as it says itself.
    AlarmCardClockLost {}
        vi "Bo báo đồng hồ của nó không còn đúng."
        en "The card says that its clock is not right."
    /// No more writes today.
    AlarmWritesSpent { today: u16, most: u16 }
        vi "Bo đã được ghi {today} lần hôm nay, nhiều nhất là {most}; phần mới còn lại chờ đến ngày mai."
        en "The card was written {today} times today, {most} at most; what is new waits for tomorrow."
    /// Not found right for long.
    AlarmNotConfirmed { minutes: u64 }
        vi "Đã {minutes} phút chưa xác nhận được nội dung đúng trên bo."
        en "What is wanted has not been found on the card for {minutes} minutes."
    /// No secret.
    AlarmNoSecret {}
        vi "Bo nhận lệnh của bất kỳ ai: chưa đặt mật khẩu."
        en "The card obeys anybody: no secret is set."
    /// A password everybody knows.
    AlarmFactoryPassword {}
        vi "Bo vẫn dùng mật khẩu của nhà máy."
        en "The card still has the password it left the factory with."
    /// An open radio network.
    AlarmOpenRadio {}
        vi "Bo đang phát mạng Wi-Fi ai cũng vào được."
        en "The card's radio network is open to anybody."
    /// A control channel that cannot be read.
    BadControl { control: String }
        vi "Không hiểu `control = \"{control}\"`. Hãy viết `wled://MÁY`, `novastar+tcp://MÁY` hoặc `novastar+serial:///dev/ttyUSB1`."
        en "`control = \"{control}\"` cannot be read. Write `wled://HOST`, `novastar+tcp://HOST` or `novastar+serial:///dev/ttyUSB1`."
    /// Alarms that were not told one by one.
    AlarmsHeld { count: u32 }
        vi "Còn {count} báo động nữa trong phút vừa qua, không ghi riêng từng cái. Trang xem bảng có đủ."
        en "{count} more alarms within the last minute, not told one by one. The page has them all."

    // Cards that keep what they show.
    /// The file of a secret that cannot be read.
    SecretUnread { path: String, why: String }
        vi "Không đọc được tệp mật khẩu của bo điều khiển `{path}` ({why}). Kiểm tra đường dẫn trong `secret_file` và quyền của tệp."
        en "The file of the card's secret `{path}` cannot be read ({why}). Check the path in `secret_file` and who may read the file."
    /// The file of a secret that others may read.
    SecretOpen { path: String }
        vi "Người khác cũng đọc được tệp mật khẩu `{path}`. Hãy chạy `chmod 600` cho tệp này; trước đó mật khẩu không được dùng."
        en "Others may read the secret in `{path}` too. Run `chmod 600` on it; until then the secret is not used."
    /// A secret that such a board cannot have.
    SecretUnfit { path: String, protocol: String }
        vi "Mật khẩu trong `{path}` không phải loại mà `{protocol}` dùng được, nên không được gửi."
        en "The secret in `{path}` is not of the kind that `{protocol}` has, and is not used."
    /// A file of a secret in which there is none.
    SecretStrange { path: String }
        vi "Dòng đầu của `{path}` không phải là mật khẩu: cần 1 đến 64 ký tự ASCII nhìn thấy được, không có dấu cách."
        en "The first line of `{path}` is no secret: it needs 1 to 64 visible ASCII characters without spaces."

    // Alarms: what to do.
    /// A01
    HelpNoSuchHost {}
        vi "Kiểm tra tên máy trong `link` và máy chủ DNS. Chắc chắn nhất là ghi thẳng địa chỉ IP."
        en "Check the name in `link` and the name server. Writing the IP address itself is the safest."
    /// A02
    HelpNoWay {}
        vi "Kiểm tra dây mạng, cổng mạng và địa chỉ IP của máy chủ này; xem bảng có cùng mạng với máy chủ không."
        en "Check the cable, the network port and the IP address of this server, and whether the board is in the same network."
    /// A03
    HelpHostSilent {}
        vi "Kiểm tra nguồn điện của bảng, dây mạng và bộ chuyển mạch ở giữa; xem địa chỉ trong `link` có đúng của bảng này không."
        en "Check the board's power, its cable and the switch between; see whether the address in `link` is this board's."
    /// A04
    HelpPortRefused {}
        vi "Máy có đó nhưng không nhận dữ liệu: kiểm tra giao thức và cổng đã bật trên bo điều khiển, và số cổng trong `link`."
        en "The machine is there but takes nothing: check that the protocol is turned on in the controller, and the port in `link`."
    /// A05
    HelpNoDevice {}
        vi "Cắm lại dây USB hoặc bộ chuyển RS-485; xem tên thiết bị trong `/dev` có khớp với `link` không."
        en "Plug the USB cable or RS-485 adapter in again; see whether the device in `/dev` is the one in `link`."
    /// A06
    HelpDeviceTaken {}
        vi "Đóng chương trình khác đang dùng cổng này, hoặc thêm người dùng chạy chương trình vào nhóm `dialout`."
        en "Close the other program that uses the port, or add the user the program runs as to the group `dialout`."
    /// A07
    HelpLineStalled {}
        vi "Rút và cắm lại bộ chuyển đổi; nếu vẫn vậy, thay bộ chuyển đổi hoặc kiểm tra bo điều khiển."
        en "Unplug the adapter and plug it in again; if that does not help, replace it or check the controller."
    /// A08
    HelpLinkFails {}
        vi "Đọc nguyên nhân ghi kèm; nếu không rõ, gửi dòng đó cho người hỗ trợ kỹ thuật."
        en "Read the reason given with it; if that does not help, send that line to your support."
    /// A09
    HelpNotReached {}
        vi "Kiểm tra nguồn điện và dây mạng của bảng. Nếu bảng vẫn sáng đúng thì sửa hoặc bỏ `reach`: có bo điều khiển không trả lời."
        en "Check the board's power and cable. If it is lit and right, correct or drop `reach`: some controllers do not answer."
    /// A11
    HelpNothingSent {}
        vi "Xem nhật ký của chương trình; nếu không tự hết, khởi động lại chương trình."
        en "Look into the program's log; if it does not end by itself, restart the program."
    /// A12
    HelpDropping {}
        vi "Giảm `max_fps`, hoặc kiểm tra tốc độ cổng mạng, Wi-Fi hay đường nối tiếp tới bảng."
        en "Lower `max_fps`, or check the speed of the network port, Wi-Fi or serial line to the board."
    /// A13
    HelpPlayerFailed {}
        vi "Đây là lỗi của chương trình: gửi nhật ký cho người phát triển. Bảng đã tự phát lại."
        en "This is a fault of the program: send its log to the developers. The board plays again by itself."
    /// A14
    HelpPlayerStuck {}
        vi "Xem máy chủ có quá tải không; nếu không tự hết, khởi động lại chương trình và gửi nhật ký cho người phát triển."
        en "See whether the server is overloaded; if it does not end by itself, restart the program and send the log to the developers."
    /// A15
    HelpFramesLate {}
        vi "Máy chủ quá bận: tắt bớt việc khác trên máy, hoặc giảm `max_fps` của các bảng."
        en "The server is too busy: stop other work on it, or lower `max_fps` of the boards."
    /// A21
    HelpNoAnswer {}
        vi "Kiểm tra nguồn điện và dây tới bảng; trên RS-485, kiểm tra cả dây A/B và địa chỉ trên đường dây."
        en "Check the board's power and its cable; on RS-485 also the wires A and B and the address on the line."
    /// A22
    HelpContentRefused {}
        vi "Kiểm tra kiểu bảng, kích thước và giao thức trong bangtin.toml có đúng với bảng thật không."
        en "Check that the kind of board, its size and the protocol in bangtin.toml are those of the real board."
    /// A23
    HelpFramesDamaged {}
        vi "Kiểm tra chất lượng dây: chiều dài, chỗ nối, điện trở cuối đường RS-485; thử tốc độ `baud` thấp hơn."
        en "Check the cable: length, joints, the terminating resistor of RS-485; try a lower `baud`."
    /// A24
    HelpPartFaulty {}
        vi "Gọi kỹ thuật viên kiểm tra bộ phận bảng đã báo."
        en "Have a technician look at the part the board names."
    /// A25
    HelpShowsOther {}
        vi "Có nơi khác đang điều khiển bảng, có thể là kẻ lạ. Tìm địa chỉ đã ghi, ngắt nó ra khỏi mạng và cách ly mạng của bảng."
        en "Somebody else drives the board, perhaps a stranger. Find the address given, take it off the network, and keep the board's network apart."
    /// A26
    HelpNotListening {}
        vi "Bảng đang chạy chương trình riêng: kiểm tra giao thức trong bangtin.toml và trong cài đặt của bảng có giống nhau không."
        en "The board runs a show of its own: check that the protocol in bangtin.toml and in the board's settings are the same."
    /// A27
    HelpWrongSize {}
        vi "Sửa `width`, `height` trong bangtin.toml hoặc cài đặt ma trận trên bảng cho khớp nhau."
        en "Make `width` and `height` in bangtin.toml and the matrix settings of the board the same."
    /// A28
    HelpNoPicture {}
        vi "Kiểm tra máy phát hình và dây HDMI/DVI tới bộ gửi."
        en "Check the source of the picture and the HDMI or DVI cable to the sending card."
    /// A29
    HelpBoardRestarted {}
        vi "Nếu lặp lại, kiểm tra nguồn điện của bảng: sụt áp khi sáng mạnh thường làm bo điều khiển khởi động lại."
        en "If it comes again, check the board's power supply: a drop under bright pictures often restarts the controller."
    /// A31
    HelpDimmed {}
        vi "Nội dung sáng hơn mức dòng điện cho phép. Dùng nội dung ít sáng hơn, giảm độ sáng, hoặc lắp nguồn lớn hơn rồi nâng giới hạn."
        en "The content is brighter than the current allows. Show less light, lower the brightness, or fit a stronger supply and then raise the limit."
    /// A32
    HelpPowerLimit {}
        vi "Bảng đang tự giảm sáng vì chạm giới hạn dòng điện. Giảm độ sáng trong giờ này hoặc kiểm tra nguồn của bảng."
        en "The board dims itself at its current limit. Lower the brightness of these hours or check its power supply."
    /// A33
    HelpTooHot {}
        vi "Kiểm tra quạt và khe thoát nhiệt; giảm độ sáng ban ngày cho đến khi mát lại."
        en "Check fans and vents; lower the brightness by day until it has cooled."
    /// A34
    HelpWeakRadio {}
        vi "Đưa bộ phát Wi-Fi lại gần, dùng ăng-ten ngoài, hoặc kéo dây mạng tới bảng."
        en "Bring the access point nearer, use an outside antenna, or lay a cable to the board."
    /// A41
    HelpControlSilent {}
        vi "Kênh điều khiển không trả lời; hình vẫn được gửi. Kiểm tra địa chỉ trong `control` và nguồn của bảng."
        en "The control channel does not answer; pictures are still sent. Check the address in `control` and the board's power."
    /// A42
    HelpControlRefused {}
        vi "Kiểm tra cổng và loại thiết bị trong `control`; hình vẫn được gửi."
        en "Check the port and the kind of device in `control`; pictures are still sent."
    /// A43
    HelpControlBusy {}
        vi "Bo điều khiển quá bận: giảm `max_fps` của bảng này."
        en "The controller is too busy: lower `max_fps` of this board."
    /// A44
    HelpControlDamaged {}
        vi "Thiết bị ở `control` không phải loại đã khai báo, hoặc dây tới đó bị nhiễu. Kiểm tra cả hai."
        en "The device at `control` is not of the declared kind, or its cable is disturbed. Check both."
    /// A51
    HelpClockDoubted {}
        vi "Bật đồng bộ giờ (NTP) hoặc chỉnh giờ máy chủ; xem dòng về đồng hồ ở đầu trang."
        en "Turn on time synchronisation (NTP) or set the server's clock; see the line about the clock at the head of the page."
    /// A52
    HelpNothingToShow {}
        vi "Sửa các lỗi tệp nêu trên trang, duyệt nội dung đang chờ nếu nơi này yêu cầu duyệt, và đặt danh sách mặc định `default` cho bảng này."
        en "Mend the faults in files that the page lists, approve what waits if this site asks for approval, and give this board a `default` playlist."
    /// A53
    HelpFilesWrong {}
        vi "Mở trang xem bảng hoặc chạy `bangtin check` để xem từng lỗi, dòng và cách sửa."
        en "Open the page or run `bangtin check` for each fault, its line and how to mend it."
    /// A54
    HelpCertificateEnds {}
        vi "Xin chứng chỉ mới và thay các tệp mà `certificate`, `key` trong [web] chỉ tới; tệp mới được dùng trong một phút, không cần khởi động lại. Các bảng vẫn sáng."
        en "Get a new certificate and replace the files that `certificate` and `key` in [web] lead to; they are used within a minute, without a restart. The boards stay lit."
    /// A61
    HelpForeign {}
        vi "Có người đã ghi lên bo: tắt Wi-Fi của bo, ngắt mọi đường mạng lạ, đổi mật khẩu của bo, khóa tủ điện, giữ nguyên thư mục bằng chứng cho công an. Nội dung đúng được ghi lại tự động."
        en "Somebody wrote to the card: turn its Wi-Fi off, cut strange networks, change its secret, lock the cabinet, and keep the evidence for the police. What is right is written again by itself."
    /// A62
    HelpOtherCard {}
        vi "Đối chiếu `protocol` và `link` với nhãn trên bo; với bo Huidu, bật chế độ SDK bằng phần mềm của hãng."
        en "Compare `protocol` and `link` with the label on the card; have Huidu cards put into SDK mode with the maker's program."
    /// A63
    HelpSecretWanted {}
        vi "Ghi mật khẩu của bo vào tệp `secret_file`. Nếu không ai trong đơn vị đổi mật khẩu, coi như người lạ đã khóa bo: gọi kỹ thuật viên."
        en "Put the card's secret into `secret_file`. If nobody of yours changed it, take it that a stranger locked the card: call the technician."
    /// A64
    HelpCardFull {}
        vi "Bớt mục hoặc rút ngắn chữ chạy của bảng này, hoặc thay bo có bộ nhớ lớn hơn."
        en "Have fewer items or shorter moving texts on this board, or a card with more memory."
    /// A65
    HelpUnfit {}
        vi "Chia nhỏ hoặc bớt các mục của bảng này theo nguyên nhân ghi kèm."
        en "Split or leave out items of this board, as the reason given with it says."
    /// A66
    HelpCardClock {}
        vi "Chương trình tự chỉnh giờ cho bo. Nếu lặp lại, thay pin đồng hồ của bo, và xem giờ máy chủ có tin được không."
        en "The program sets the card's clock by itself. If it comes again, change the card's battery, and see whether the server's clock is believed."
    /// A67
    HelpWritesSpent {}
        vi "Gộp các thay đổi lại thành ít lần hơn. Nếu không chờ được thì nâng `writes_per_day`; thông báo khẩn trên bo có bộ nhớ tạm không phải ghi."
        en "Make changes together instead of one by one. If it cannot wait, raise `writes_per_day`; notices are not written where a card has passing memory."
    /// A68
    HelpNotConfirmed {}
        vi "Xem trang xem bảng nói gì về bo và chạy `bangtin board ID probe`; nếu vẫn không rõ nguyên nhân, cử người tới xem bảng."
        en "See what the page says of the card and run `bangtin board ID probe`; if that does not tell, have somebody look at the board."
    /// A69
    HelpCardOpen {}
        vi "Đặt mật khẩu riêng cho bo, tắt Wi-Fi của bo, và để bo trong mạng chỉ máy chủ này vào được."
        en "Give the card a secret of its own, turn its Wi-Fi off, and keep it in a network that only this server reaches."

    // Editorial: drafts and approval.
    /// Not signed in.
    SignInFirst {}
        vi "Hãy đăng nhập rồi làm lại."
        en "Sign in first."
    /// Signed in, and allowed nothing from here.
    MayNotSee {}
        vi "Tài khoản của bạn không được xem phần này từ địa chỉ đang dùng."
        en "Your account may not see this from where you are."
    /// No right to write for these boards.
    MayNotDraft {}
        vi "Tài khoản của bạn không được soạn nội dung cho các bảng này. Hãy nhờ người quản trị cấp quyền."
        en "Your account may not write for these boards. Ask an administrator."
    /// No right to approve for these boards.
    MayNotApprove {}
        vi "Tài khoản của bạn không được duyệt nội dung cho các bảng này. Hãy nhờ người quản trị cấp quyền."
        en "Your account may not approve for these boards. Ask an administrator."
    /// No right to operate these boards.
    MayNotOperate {}
        vi "Tài khoản của bạn không được điều khiển các bảng này. Hãy nhờ người quản trị cấp quyền."
        en "Your account may not operate these boards. Ask an administrator."
    /// No right to administer.
    MayNotAdminister {}
        vi "Chỉ người quản trị mới làm được việc này."
        en "Only an administrator may do this."
    /// Who wrote a draft may not approve it.
    ApproveOwn {}
        vi "Bạn đã tham gia soạn bản này nên không được tự duyệt; hãy nhờ người khác duyệt."
        en "You wrote part of this, so somebody else has to approve it."
    /// Pictures that the approver has not looked at.
    NotLooked { count: usize }
        vi "Bạn chưa xem hết: còn {count} hình trên các bảng. Hãy xem đến hết rồi duyệt."
        en "You have not looked at everything: {count} pictures are left. Look at them to the end, then approve."
    /// No open draft.
    NoDraft { playlist: String }
        vi "Danh sách `{playlist}` không có bản nháp đang mở."
        en "There is no open draft of `{playlist}`."
    /// Somebody else changed the draft.
    DraftMoved {}
        vi "Bản nháp đã được sửa sau khi bạn mở trang này. Hãy xem bản mới rồi làm lại."
        en "The draft was changed after you opened this page. Look at it again, then repeat."
    /// A draft that is being looked at.
    DraftSubmitted {}
        vi "Bản nháp đang chờ duyệt nên không sửa được. Hãy rút lại rồi sửa."
        en "The draft waits for approval and cannot be changed. Take it back first."
    /// A draft that nobody submitted.
    DraftNotSubmitted {}
        vi "Bản nháp chưa được trình duyệt."
        en "The draft has not been submitted."
    /// There is a draft already.
    DraftThere { playlist: String }
        vi "Danh sách `{playlist}` đã có bản nháp đang mở. Hãy dùng hoặc bỏ bản nháp đó."
        en "There is an open draft of `{playlist}`. Use it or give it up."
    /// A newer version was published since the draft was begun.
    BaseMoved {}
        vi "Trong khi soạn, danh sách này đã có bản phát mới hơn. Hãy xem chỗ khác nhau rồi xác nhận bản nháp thay cho bản mới."
        en "A newer version was published meanwhile. Look at the differences, then confirm that the draft replaces it."
    /// A playlist of this id exists.
    ListThere { playlist: String }
        vi "Đã có danh sách `{playlist}`. Hãy chọn mã khác."
        en "There is a playlist `{playlist}`. Choose another id."
    /// No such playlist, draft or version.
    NoSuchList { playlist: String }
        vi "Không có danh sách `{playlist}`."
        en "There is no playlist `{playlist}`."
    /// An item that is gone.
    ItemGone {}
        vi "Mục này không còn trong bản nháp."
        en "This item is no longer in the draft."
    /// No such version.
    NoSuchVersion { number: i64 }
        vi "Không có bản số {number}."
        en "There is no version {number}."
    /// Nothing to take back.
    NothingToUndo {}
        vi "Không còn thay đổi nào để hoàn tác."
        en "There is nothing to undo."
    /// Nothing to do again.
    NothingToRedo {}
        vi "Không còn thay đổi nào để làm lại."
        en "There is nothing to redo."
    /// A draft with errors.
    DraftWrong { count: usize }
        vi "Bản nháp còn {count} lỗi. Hãy sửa rồi trình lại."
        en "The draft has {count} errors. Mend them, then submit."
    /// A draft that changes nothing.
    DraftSame {}
        vi "Bản nháp không khác bản đang phát, không có gì để duyệt."
        en "The draft is no different from what is published; there is nothing to approve."
    /// Too many items.
    DraftFull { most: usize }
        vi "Một danh sách có nhiều nhất {most} mục. Hãy lập danh sách khác."
        en "A playlist has at most {most} items. Make another one."
    /// A text that is too long, or empty, in a form.
    WantsWords { most: usize }
        vi "Hãy ghi từ 1 đến {most} ký tự."
        en "Write 1 to {most} characters."
    /// A reason that is missing.
    WantsReason { most: usize }
        vi "Hãy ghi lý do, từ 1 đến {most} ký tự."
        en "Give a reason of 1 to {most} characters."
    /// The log cannot be written.
    ReadOnly { why: String }
        vi "Không ghi được nhật ký ({why}) nên tạm thời chỉ xem được, không sửa được. Các bảng vẫn sáng. Hãy báo kỹ thuật viên."
        en "The log cannot be written ({why}), so for now nothing can be changed. The boards stay lit. Call a technician."
    /// A published file could not be written.
    FileNotWritten { path: String, why: String }
        vi "Không ghi được tệp `{path}` ({why}). Chương trình sẽ ghi lại sau; hãy xem ổ đĩa còn chỗ và còn quyền ghi không."
        en "`{path}` could not be written ({why}). It will be tried again; see whether the disk has room and may be written."
    /// A file is not what was approved.
    FileNotApproved { path: String }
        vi "Tệp `{path}` khác bản đã duyệt; bản đã duyệt vẫn được phát. Trên trang danh sách, hãy lấy nội dung này vào bản nháp để trình duyệt, hoặc ghi lại bản đã duyệt."
        en "`{path}` is not what was approved; what was approved stays on air. On the playlist's page, take it into a draft to have it approved, or write the approved version again."
    /// A file of which nothing is approved.
    FileNeverApproved { path: String }
        vi "Nội dung của `{path}` chưa được duyệt nên chưa bảng nào phát. Trên trang danh sách này, hãy lấy nội dung của tệp vào bản nháp rồi trình duyệt."
        en "Nothing of `{path}` is approved, so no board shows it. On the playlist's page, take the file into a draft and submit it."
    /// Nothing was written into a file by hand.
    NothingOnDisk { playlist: String }
        vi "Tệp của danh sách `{playlist}` không khác bản đang phát."
        en "The file of `{playlist}` is what is published."
    /// An order that needs approval.
    NotYetApproved {}
        vi "Nội dung này chưa được duyệt cho bảng nào trong số đã chọn. Hãy dùng câu đã duyệt, hoặc thông báo khẩn cấp nếu đúng là khẩn cấp."
        en "This is not approved for any of these boards. Use approved words, or an emergency notice if it is one."

    // Where playlists and items stand.
    /// It is being written.
    StateDraft {}
        vi "Đang soạn"
        en "Being written"
    /// It waits for approval.
    StateSubmitted {}
        vi "Chờ duyệt"
        en "Waiting for approval"
    /// It was sent back.
    StateRejected {}
        vi "Bị trả lại"
        en "Sent back"
    /// Its file was changed by hand.
    StateOnDisk {}
        vi "Tệp trên đĩa đã bị sửa tay"
        en "The file was changed by hand"
    /// It is lit in its turn.
    StateLive { boards: String }
        vi "Đang phát: {boards}"
        en "On air: {boards}"
    /// It is its time and it is not lit.
    StateHidden { boards: String }
        vi "Tới giờ nhưng đang nhường nội dung gấp hơn hoặc bảng đang tắt: {boards}"
        en "Due, but something more urgent is shown or the board is dark: {boards}"
    /// Its time comes.
    StateScheduled { from: String }
        vi "Sẽ phát từ {from}"
        en "To be shown from {from}"
    /// Its time does not come within a year.
    StateNever {}
        vi "Chưa tới giờ nào trong một năm tới"
        en "Not due within a year"
    /// Nobody approved it.
    StateWithheld { boards: String }
        vi "Bị giữ lại vì chưa được duyệt: {boards}"
        en "Withheld, not approved: {boards}"
    /// Its time is over.
    StateEnded { since: String }
        vi "Đã hết hạn từ {since}"
        en "Over since {since}"
    /// It was taken off the boards.
    StateWithdrawn {}
        vi "Đã gỡ khỏi bảng"
        en "Taken off the boards"
    /// No board shows it.
    StateNowhere {}
        vi "Chưa có trên bảng nào"
        en "On no board"

    // The gate: what may be lit.
    /// Nobody approved it for this board.
    ItemUnapproved {} vi "chưa được duyệt cho bảng này" en "not approved for this board"
    /// A notice that is no emergency, and whose words on this board nobody approved.
    NoticeUnapproved {}
        vi "Nội dung này chưa được duyệt cho bảng này. Dùng nội dung đã duyệt, trình duyệt trước, hoặc ra thông báo khẩn cấp nếu là việc khẩn cấp."
        en "This is not approved for this board. Use what is approved, have it approved first, or make it an emergency if it is one."
    /// An approval that no longer holds.
    VoidWords {} vi "Lời văn đã khác bản được duyệt." en "The words are not those that were approved."
    /// An approval that no longer holds.
    VoidFont {} vi "Phông chữ hoặc cỡ chữ đã khác bản được duyệt." en "The font or its size is not the one that was approved."
    /// An approval that no longer holds.
    VoidFontFile {}
        vi "Tệp phông chữ đã thay đổi, nét chữ không còn như bản được duyệt."
        en "The font's file changed: the letters are not those that were approved."
    /// An approval that no longer holds.
    VoidFace {} vi "Kích thước bảng đã khác lúc duyệt." en "The board has another size than when it was approved."
    /// An approval that no longer holds.
    VoidColour {} vi "Màu đèn của bảng đã khác lúc duyệt." en "The board's lamps have other colours than when it was approved."
    /// An approval that no longer holds.
    VoidTerms {}
        vi "Thời gian phát, thời hạn, mức khẩn hoặc số lượt đã khác bản được duyệt."
        en "When it is shown, when it ends, how urgent it is or how often it comes is not what was approved."
    /// An approval that no longer holds.
    VoidLooks {}
        vi "Cách trình bày đã khác bản được duyệt: căn chữ, màu chữ, chuyển động, thời gian đứng, hoặc tốc độ của bảng."
        en "It is laid out otherwise than was approved: alignment, colour, movement, time, or the pace of the board."
    /// An approval that no longer holds.
    VoidRenderer {}
        vi "Phiên bản mới của chương trình vẽ khác bản được duyệt; hãy xem lại và duyệt lại."
        en "The new version of the program draws it otherwise; look at it and approve it again."
    /// An item that was never approved for a board.
    VoidNever {} vi "Chưa có ai duyệt nội dung này cho bảng này." en "Nobody has approved this for the board yet."

    // People: accounts, sessions, tokens.
    /// A login that cannot be.
    BadLogin {}
        vi "Tên đăng nhập gồm chữ thường không dấu, chữ số và dấu `-`, tối đa 40 ký tự, ví dụ `nguyen-lan`."
        en "A login has lower-case ASCII letters, digits and `-`, at most 40 characters, for example `nguyen-lan`."
    /// A login that was given before.
    LoginTaken { login: String }
        vi "Tên đăng nhập `{login}` đã có hoặc đã từng có người dùng. Hãy chọn tên khác."
        en "The login `{login}` is or was somebody's. Choose another one."
    /// No such person.
    NoSuchPerson { login: String }
        vi "Không có người dùng `{login}`."
        en "There is no person `{login}`."
    /// The sign-in failed. Which part was wrong is not said.
    WrongSignIn {}
        vi "Sai tên đăng nhập, mật khẩu hoặc mã xác thực."
        en "The login, the password or the code is wrong."
    /// A code of the second factor is needed.
    CodeWanted {}
        vi "Hãy nhập mã xác thực 6 chữ số trong ứng dụng trên điện thoại của bạn."
        en "Give the code of 6 digits that the app on your phone shows."
    /// Too many failures.
    SignInLater { seconds: u64 }
        vi "Đăng nhập sai quá nhiều lần. Hãy đợi {seconds} giây rồi thử lại."
        en "Too many failed attempts. Wait {seconds} seconds, then try again."
    /// A link that is over.
    TicketOver {}
        vi "Liên kết này đã dùng rồi hoặc đã hết hạn. Hãy xin người quản trị liên kết mới."
        en "This link was used or is over. Ask an administrator for another one."
    /// A password of a wrong length.
    PasswordLength { least: usize, most: usize }
        vi "Mật khẩu phải có từ {least} đến {most} ký tự. Một câu ngắn dễ nhớ là tốt nhất."
        en "A password has {least} to {most} characters. A short sentence is best."
    /// A password that everybody tries first.
    PasswordCommon {}
        vi "Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác, không dùng dãy số, tên đăng nhập hay một chữ lặp lại."
        en "This password is too easy to guess. Choose another one: no rows of digits, no login, no repeated letter."
    /// The old password is wrong.
    PasswordWrong {}
        vi "Mật khẩu hiện tại không đúng."
        en "The present password is wrong."
    /// Two passwords that should be one.
    PasswordTwice {}
        vi "Hai lần nhập mật khẩu không giống nhau. Hãy nhập lại cả hai."
        en "The two passwords are not the same. Type both again."
    /// A network that is none.
    BadNetwork { text: String }
        vi "`{text}` không phải một mạng hay địa chỉ, ví dụ `10.1.0.0/16` hoặc `192.0.2.7`."
        en "`{text}` is no network or address, for example `10.1.0.0/16` or `192.0.2.7`."
    /// The last one who could let others in.
    LastAdministrator {}
        vi "Đây là người quản trị cuối cùng; hãy cấp quyền quản trị cho người khác trước."
        en "This is the last administrator; make somebody else one first."
    /// A wrong code while setting up the second factor.
    FactorWrong {}
        vi "Mã xác thực không đúng. Hãy xem giờ trên điện thoại có đúng không rồi nhập mã mới."
        en "The code is wrong. See whether the phone's time is right, then give the next code."
    /// No second factor was asked for.
    FactorNotBegun {}
        vi "Hãy bắt đầu lại việc bật xác thực hai lớp."
        en "Begin setting up the second factor again."
    /// A token or session that is gone.
    NoSuchKey {}
        vi "Mục này không còn hiệu lực."
        en "This is no longer valid."
    /// A right that the giver does not have.
    TokenTooMuch {}
        vi "Mã truy cập không thể có quyền mà bạn không có."
        en "A token cannot have a right that you do not have."
    /// A number of days out of range.
    TokenDays { most: u16 }
        vi "Thời hạn phải từ 1 đến {most} ngày."
        en "It can be valid for 1 to {most} days."
    /// Too many of something.
    TooManyKept { most: usize }
        vi "Đã có {most} mục; hãy bỏ bớt trước khi thêm."
        en "There are {most} already; remove some first."
    /// A program may not do this.
    PersonsOnly {}
        vi "Việc này phải do chính người dùng đăng nhập trên trang, không dùng mã truy cập."
        en "A person has to do this on the page; a token cannot."

    /// A link that was made at the machine.
    PersonLink { login: String, link: String }
        vi "Liên kết đặt mật khẩu cho `{login}`, dùng một lần trong 72 giờ: {link}"
        en "Link with which `{login}` chooses a password, to be used once within 72 hours: {link}"

    // The log.
    /// The log is as it was written.
    LogWhole { rows: i64, head: String }
        vi "Nhật ký còn nguyên: {rows} dòng, mã của dòng cuối {head}. Hãy ghi mã này ở nơi khác để lần sau đối chiếu."
        en "The log is whole: {rows} rows, digest of the last one {head}. Note it elsewhere to compare with later."
    /// A row is missing.
    LogGap { id: i64 }
        vi "Nhật ký KHÔNG còn nguyên: thiếu dòng ngay trước dòng {id}. Hãy giữ lại tệp journal.db và so với bản sao lưu."
        en "The log is NOT whole: a row is missing before row {id}. Keep the file journal.db and compare it with a backup."
    /// A row is not bound to the one before it.
    LogUnbound { id: i64 }
        vi "Nhật ký KHÔNG còn nguyên: dòng {id} không nối với dòng trước nó. Hãy giữ lại tệp journal.db và so với bản sao lưu."
        en "The log is NOT whole: row {id} is not bound to the one before it. Keep the file journal.db and compare it with a backup."
    /// A row was altered.
    LogAltered { id: i64 }
        vi "Nhật ký KHÔNG còn nguyên: dòng {id} đã bị sửa. Hãy giữ lại tệp journal.db và so với bản sao lưu."
        en "The log is NOT whole: row {id} was altered. Keep the file journal.db and compare it with a backup."
    /// A digest that was noted earlier is not in the log.
    LogCut { head: String }
        vi "Nhật ký KHÔNG còn nguyên: không có dòng nào mang mã {head}; các dòng cuối đã bị cắt hoặc cả tệp bị thay. Hãy giữ lại tệp journal.db và so với bản sao lưu."
        en "The log is NOT whole: no row has the digest {head}; its end was cut off, or the whole file replaced. Keep the file journal.db and compare it with a backup."
    /// The file cannot be read.
    LogUnread { path: String, why: String }
        vi "Không đọc được nhật ký {path}: {why}. Hãy xem lại `--config` và quyền đọc tệp."
        en "The log {path} cannot be read: {why}. Check `--config` and who may read the file."
    /// A digest that is none.
    BadDigest { text: String }
        vi "`{text}` không phải mã của một dòng: 64 chữ số hệ mười sáu."
        en "`{text}` is no digest of a row: 64 hexadecimal digits."

    // Playlists changed by people.
    /// A playlist file that a person wants to change is not TOML.
    ManuscriptSyntax { line: usize, detail: String }
        vi "Dòng {line} của danh sách phát sai cú pháp TOML ({detail}). Hãy sửa dòng này trong tệp trước, rồi mở lại."
        en "Line {line} of the playlist is not valid TOML ({detail}). Mend that line in the file first, then open it again."
    /// A playlist is or would become larger than is read.
    ManuscriptTooLarge { kib: usize }
        vi "Danh sách phát lớn quá {kib} KiB. Hãy bớt mục hoặc chia thành nhiều danh sách."
        en "The playlist is larger than {kib} KiB. Have fewer items or split it into several playlists."
    /// Items written within brackets.
    ManuscriptInline {}
        vi "Các mục của danh sách này không được viết thành khối `[[item]]` nên chưa sửa được ở đây. Hãy viết lại mỗi mục trong tệp thành một khối `[[item]]`."
        en "The items of this playlist are not written as blocks `[[item]]`, so they cannot be changed here. Write each item in the file as a block `[[item]]`."
    /// A block of an item that stands away from it.
    ManuscriptScattered { line: usize }
        vi "Khối ở dòng {line} thuộc về một mục nhưng không đứng liền sau mục đó, nên danh sách chưa sửa được ở đây. Hãy dời khối này lên ngay dưới mục của nó trong tệp."
        en "The block at line {line} belongs to an item and does not stand right behind it, so the playlist cannot be changed here. Move it in the file to right below its item."
    /// The file could not be made to say what was asked for.
    ManuscriptNotWritten {}
        vi "Cách viết của mục này trong tệp làm chương trình không ghi được thay đổi; tệp vẫn giữ nguyên. Hãy sửa thẳng trong tệp, hoặc xóa mục này rồi viết mục mới."
        en "The way in which this is written in the file kept the change from being made; the file is as it was. Change it in the file itself, or delete the item and write a new one."
    /// An item that is not there.
    NoSuchItem { number: usize, count: usize }
        vi "Không có mục số {number}; danh sách có {count} mục. Có thể người khác vừa xóa hoặc dời mục này; hãy tải lại trang."
        en "There is no item {number}; the playlist has {count}. Somebody may just have deleted or moved it; load the page again."
    /// Items among the keys of the head.
    ItemsApart {}
        vi "Các mục không được gửi cùng phần đầu danh sách. Hãy thêm và sửa từng mục riêng."
        en "Items cannot be sent together with the head of the playlist. Add and change them one by one."
    /// A value that is nothing.
    FieldEmpty { key: String }
        vi "`{key}` không có giá trị. Nếu không cần, hãy bỏ hẳn khóa này."
        en "`{key}` has no value. Leave the key out if it is not needed."
    /// A number beyond what files can hold.
    FieldNumberLarge { key: String }
        vi "Số ở `{key}` quá lớn. Hãy ghi một số nhỏ hơn."
        en "The number at `{key}` is too large. Give a smaller one."
    /// Lists in lists in lists.
    FieldTooDeep { key: String, most: usize }
        vi "`{key}` lồng quá sâu; bảng và danh sách chỉ được lồng {most} cấp."
        en "`{key}` lies too deep; tables and lists may lie in each other {most} times only."
    /// More values than anybody needs.
    FieldTooMuch { key: String, most: usize }
        vi "Quá nhiều giá trị, tính đến `{key}`; nhiều nhất là {most}."
        en "Too many values, counted up to `{key}`; {most} at most."
    /// A key without a name, or with a long one.
    FieldNameLength { length: usize, most: usize }
        vi "Tên khóa có {length} ký tự; phải có từ 1 đến {most}."
        en "The name of a key has {length} characters; it must have 1 to {most}."
    /// A text in an encoding of before Unicode, in a form.
    LegacyDraft { encoding: String, preview: String } rule T03
        vi "Nội dung có vẻ dùng bảng mã {encoding}, không phải Unicode. Có phải là \"{preview}\"? Nếu đúng, hãy chuyển mã; nếu không, hãy gõ lại."
        en "The text seems to be in the encoding {encoding} and not in Unicode. Does it say \"{preview}\"? If so, convert it; otherwise type it again."
    /// A fix: other words.
    FixWrite { to: String }
        vi "Viết \"{to}\""
        en "Write \"{to}\""
    /// A fix: words too much.
    FixDelete { words: String }
        vi "Xóa \"{words}\""
        en "Delete \"{words}\""
    /// A fix: a space too much.
    FixSpaceLess {}
        vi "Xóa khoảng trắng thừa"
        en "Delete the space"
    /// A fix: a space that lacks.
    FixSpaceMore {}
        vi "Thêm khoảng trắng"
        en "Add a space"
    /// A fix: the whole text from an old encoding.
    FixConvert { encoding: String, preview: String }
        vi "Chuyển từ {encoding} sang Unicode: {preview}"
        en "Convert from {encoding} to Unicode: {preview}"
    /// A fix: marks onto their letters.
    FixCompose {}
        vi "Chuyển sang Unicode dựng sẵn"
        en "Compose the marks"
    /// A fix: what nobody can see.
    FixInvisible {}
        vi "Xóa các ký tự không nhìn thấy"
        en "Delete what cannot be seen"
    /// A fix: letters of other alphabets.
    FixAlike {}
        vi "Thay bằng chữ cái tiếng Việt"
        en "Replace by Vietnamese letters"
    /// A fix: another font.
    FixFont { font: String }
        vi "Dùng phông {font}"
        en "Use the font {font}"
    /// A fix: a movement.
    FixScroll {}
        vi "Cho chữ chạy ngang"
        en "Let the text pass by"
    /// A fix: another font and a movement.
    FixFontScroll { font: String }
        vi "Dùng phông {font} và cho chữ chạy ngang"
        en "Use the font {font} and let the text pass by"
    /// A fix: no movement.
    FixStand {}
        vi "Cho chữ đứng yên"
        en "Let the text stand"
    /// A fix: another time.
    FixHold { seconds: String }
        vi "Hiện {seconds} giây"
        en "Show for {seconds} s"
    /// A fix: the time that is chosen if none is said.
    FixHoldAuto {}
        vi "Để chương trình tự tính thời gian"
        en "Let the program choose the time"
    /// A fix: another speed.
    FixSpeed { speed: u32 }
        vi "Chạy {speed} điểm mỗi giây"
        en "Move {speed} dots a second"
    /// A fix: more passes.
    FixPasses { passes: u32 }
        vi "Chạy {passes} lượt"
        en "Pass {passes} times"
    /// A fix: an end.
    FixExpires { at: String }
        vi "Hết hạn lúc {at}"
        en "End at {at}"
    /// A fix: a value that is not needed.
    FixLeaveOut { key: String }
        vi "Bỏ giá trị của `{key}`"
        en "Leave out `{key}`"

    // The page and its connections.
    /// A change asked for by a page that is not ours.
    FromAnotherPage {}
        vi "Yêu cầu này do một trang khác gửi tới nên bị từ chối; không có gì thay đổi. Hãy mở trang của chương trình và làm lại ở đó."
        en "This request was sent by another page and is refused; nothing was changed. Open the program's own page and do it there."
    /// More requests than one address may make.
    TooManyRequests { seconds: u64 }
        vi "Máy này gửi quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây."
        en "This machine sends too many requests. Try again in {seconds} s."
    /// More requests than one person or token may make over the API.
    TooManyFromOne { seconds: u64 }
        vi "Mã truy cập hoặc tài khoản này gửi quá nhiều yêu cầu; yêu cầu này không được thực hiện. Hãy thử lại sau {seconds} giây."
        en "This token or account sends too many requests; this one was not carried out. Try again in {seconds} s."
    /// A method that this address does not take.
    MethodNotTaken {}
        vi "Địa chỉ này không nhận cách gọi đó; không có gì thay đổi. Hãy mở trang đầu và đi từ đó."
        en "This address does not take that method; nothing was changed. Open the front page and go from there."
    /// A body larger than anything that is taken.
    BodyTooLarge { most: usize }
        vi "Nội dung gửi lên lớn hơn {most} KiB nên không được nhận; chưa lưu gì. Hãy chia nhỏ."
        en "What was sent is larger than {most} KiB and was not taken; nothing was saved. Split it."
    /// A body of a type that is not taken here.
    BodyKind { wanted: String }
        vi "Nội dung gửi lên phải thuộc kiểu {wanted} (`Content-Type`); chưa lưu gì."
        en "What is sent must be of the type {wanted} (`Content-Type`); nothing was saved."
    /// A body that did not come to its end.
    BodyCut {}
        vi "Nội dung gửi lên bị đứt giữa chừng; chưa lưu gì. Hãy gửi lại."
        en "What was sent did not come to its end; nothing was saved. Send it again."
    /// A body that is not UTF-8.
    BodyNotUnicode {}
        vi "Nội dung gửi lên không phải Unicode UTF-8; chưa lưu gì."
        en "What was sent is not Unicode in UTF-8; nothing was saved."
    /// A body that is not JSON.
    BodyNotJson { line: usize, column: usize }
        vi "Nội dung gửi lên không phải JSON hợp lệ: sai ở dòng {line}, cột {column}; chưa lưu gì."
        en "What was sent is not valid JSON: it goes wrong at line {line}, column {column}; nothing was saved."
    /// A body of another shape than what is read; the detail is the parser's.
    BodyShape { detail: String }
        vi "Nội dung gửi lên không có dạng cần thiết ({detail}); chưa lưu gì."
        en "What was sent does not have the shape that is needed ({detail}); nothing was saved."
    /// A field that is not known.
    FieldUnknown { field: String }
        vi "Không có trường `{field}`; chưa lưu gì. Hãy xem lại tên trường."
        en "There is no field `{field}`; nothing was saved. Check its name."
    /// A field that must be there.
    FieldMissing { field: String }
        vi "Thiếu trường `{field}`; chưa lưu gì. Hãy điền trường này."
        en "The field `{field}` is missing; nothing was saved. Fill it in."
    /// A field that stands there twice.
    FieldTwice { field: String }
        vi "Trường `{field}` được ghi hai lần; chưa lưu gì. Hãy bỏ một lần."
        en "The field `{field}` stands there twice; nothing was saved. Leave one out."
    /// A field whose value cannot be read; the detail is the parser's.
    FieldWrong { field: String, detail: String }
        vi "Giá trị của trường `{field}` không dùng được ({detail}); chưa lưu gì."
        en "The value of the field `{field}` cannot be used ({detail}); nothing was saved."
    /// An address of the API that is none.
    NoSuchAddress {}
        vi "Không có địa chỉ này. Mọi địa chỉ của giao diện lập trình có trong `/api/v1/openapi.json`."
        en "There is no such address. All addresses of the API are in `/api/v1/openapi.json`."
    /// The page cannot be opened because its certificate cannot be used; `why` is a whole sentence.
    PageWithoutCertificate { why: String }
        vi "Chưa mở được trang xem bảng: {why} Các bảng vẫn sáng; chương trình tự thử lại."
        en "The page cannot be opened: {why} The boards stay lit; it is tried again by itself."
    /// A new certificate cannot be used; `why` is a whole sentence.
    CertificateNotTaken { why: String }
        vi "Trang vẫn dùng chứng chỉ cũ: {why}"
        en "The page goes on with the old certificate: {why}"
    /// A certificate that was made could not be stored.
    CertificateNotKept { file: String, why: String }
        vi "Không ghi được chứng chỉ tự tạo vào {file}: {why}. Lần khởi động sau trang sẽ có chứng chỉ khác; hãy cho chương trình ghi được thư mục này."
        en "The certificate made for the page cannot be written to {file}: {why}. After the next start it will be another one; let the program write to this folder."
    /// A file of the certificate or key that cannot be read.
    CertificateUnread { file: String, why: String }
        vi "Không đọc được tệp {file}: {why}. Hãy xem lại `certificate`, `key` trong [web] và quyền đọc tệp."
        en "The file {file} cannot be read: {why}. Check `certificate` and `key` in [web] and who may read the file."
    /// A certificate file without a certificate.
    CertificateEmpty {}
        vi "Tệp ghi ở `certificate` không có chứng chỉ nào dạng PEM (`BEGIN CERTIFICATE`)."
        en "The file at `certificate` holds no certificate in PEM (`BEGIN CERTIFICATE`)."
    /// A key file without a key.
    CertificateKeyEmpty {}
        vi "Tệp ghi ở `key` không có khóa riêng dạng PEM (`BEGIN PRIVATE KEY`); khóa có đặt mật khẩu thì phải bỏ mật khẩu."
        en "The file at `key` holds no private key in PEM (`BEGIN PRIVATE KEY`); a key with a password must be stored without it."
    /// A key that belongs to another certificate.
    CertificateKeyOfAnother {}
        vi "Khóa ở `key` không phải của chứng chỉ ở `certificate`. Hãy lấy đúng cặp."
        en "The key at `key` does not belong to the certificate at `certificate`. Take the pair that belongs together."
    /// A certificate that TLS cannot use; the detail is the library's.
    CertificateUnfit { why: String }
        vi "Không dùng được chứng chỉ hoặc khóa của trang ({why})."
        en "The certificate or key of the page cannot be used ({why})."
    /// A name in `[web] names` that is no host name.
    BadHostName { name: String }
        vi "`{name}` không phải tên máy đầy đủ, ví dụ `bang.example.gov.vn` (chữ thường không dấu, chữ số, dấu `-` và dấu chấm; không kèm `https://` hay cổng)."
        en "`{name}` is not a full host name, for example `bang.example.gov.vn` (lower-case ASCII letters, digits, `-` and dots; without `https://` or a port)."
}
