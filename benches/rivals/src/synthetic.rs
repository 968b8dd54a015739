//! A roster made up, the same every time for a number of persons.
//!
//! Twenty persons to a unit on average, a few units very large and some empty,
//! 63 provinces, one value in a hundred missing in every field but keys and
//! references, persons in no order of units. Columns are kept as codes, which
//! is what the scan reads; every writer and every engine starts from them.

/// Labels of positions, by code; the code after the last is missing.
pub const POSITIONS: [&str; 4] = ["Lãnh đạo", "Chuyên viên", "Nhân viên", "Hợp đồng"];
/// Labels of ratings, lowest first, by code.
pub const RATINGS: [&str; 4] = ["Không hoàn thành", "Hoàn thành", "Hoàn thành tốt", "Hoàn thành xuất sắc"];
/// Labels of titles, lowest first, by code.
pub const TITLES: [&str; 3] = ["không có", "Lao động tiên tiến", "Chiến sĩ thi đua"];
/// Labels of disciplinary measures, lowest first, by code.
pub const DISCIPLINES: [&str; 4] = ["không có", "Khiển trách", "Cảnh cáo", "Buộc thôi việc"];
/// How many provinces there are.
pub const PROVINCES: usize = 63;
/// A number of days that is missing; others are below it.
pub const NO_DAYS: u8 = 255;
/// An amount that is missing.
pub const NO_AMOUNT: i32 = -1;
/// The greatest amount of money that the rules allow, in million dong.
pub const MOST_MONEY: i32 = 10_000;

const FAMILY: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Nông", "Đặng", "Triệu"];
const MIDDLE: [&str; 4] = ["Văn", "Thị", "Minh", "Ngọc"];
const GIVEN: [&str; 8] = ["An", "Bình", "Chi", "Dũng", "Hương", "Khánh", "Thảo", "Vượng"];

/// The columns.
pub struct Synthetic {
    /// The unit of each person, by row.
    pub unit: Vec<u32>,
    /// 0 to 3, 4 is missing.
    pub position: Vec<u8>,
    /// 0 to 3, 4 is missing.
    pub rating: Vec<u8>,
    /// 0 (none) to 2, 3 is missing.
    pub title: Vec<u8>,
    /// 0 (none) to 3, 4 is missing.
    pub discipline: Vec<u8>,
    /// Days, [`NO_DAYS`] is missing.
    pub absent: Vec<u8>,
    /// 0 no, 1 yes, 2 is missing.
    pub trained: Vec<u8>,
    /// The province of each unit.
    pub province: Vec<u8>,
    /// Money of each unit, [`NO_AMOUNT`] is missing.
    pub planned: Vec<i32>,
    /// Money of each unit, [`NO_AMOUNT`] is missing.
    pub disbursed: Vec<i32>,
}

/// SplitMix64: small, and the same everywhere.
pub struct Numbers(pub u64);

/// A number made of another one, without order.
pub fn mixed(seed: u64) -> u64 {
    let a = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// Whether a value is missing: one in a hundred.
    pub fn missing(&mut self) -> bool {
        self.below(100) == 0
    }

    /// One of `weights.len()` codes by weight, or the code after them in one case of a hundred.
    pub fn code(&mut self, weights: &[u64]) -> u8 {
        if self.missing() {
            return weights.len() as u8;
        }
        let mut draw = self.below(weights.iter().sum());
        for (code, weight) in weights.iter().enumerate() {
            if draw < *weight {
                return code as u8;
            }
            draw -= weight;
        }
        0
    }
}

impl Synthetic {
    /// A roster of so many persons.
    pub fn new(persons: usize) -> Synthetic {
        let mut numbers = Numbers(2022);
        let units = (persons / 20).max(1);
        let mut made = Synthetic {
            unit: Vec::with_capacity(persons),
            position: Vec::with_capacity(persons),
            rating: Vec::with_capacity(persons),
            title: Vec::with_capacity(persons),
            discipline: Vec::with_capacity(persons),
            absent: Vec::with_capacity(persons),
            trained: Vec::with_capacity(persons),
            province: Vec::with_capacity(units),
            planned: Vec::with_capacity(units),
            disbursed: Vec::with_capacity(units),
        };
        for _ in 0..units {
            // The smaller of two draws: the first provinces are the largest.
            let province = numbers.below(PROVINCES as u64).min(numbers.below(PROVINCES as u64));
            made.province.push(province as u8);
            let planned = if numbers.below(20) == 0 { 0 } else { 100 + numbers.below(8_000) };
            let disbursed = planned * (880 + 2 * province + numbers.below(130)) / 1000;
            made.planned.push(if numbers.missing() { NO_AMOUNT } else { planned as i32 });
            made.disbursed.push(if numbers.missing() { NO_AMOUNT } else { (disbursed as i32).min(MOST_MONEY) });
        }
        for _ in 0..persons {
            made.person(&mut numbers, units);
        }
        made
    }

    fn person(&mut self, numbers: &mut Numbers, units: usize) {
        // A cube of draws: a few units are very large, many are small, some stay empty.
        let (a, b) = (numbers.below(1 << 20), numbers.below(1 << 20));
        let skewed = (u128::from(a) * u128::from(a) * u128::from(b) * units as u128) >> 60;
        // Large and small units stand in no order.
        let unit = (skewed as u64).wrapping_mul(1_000_000_007) % units as u64;
        let province = u64::from(self.province[unit as usize]);
        let quality = mixed(unit) % 4;
        let ratings: [u64; 4] = match quality {
            0 => [30, 420, 400, 150],
            1 => [4, 200, 600, 196],
            2 => [0, 120, 780, 100],
            _ => [0, 180, 620, 200],
        };
        self.unit.push(unit as u32);
        self.position.push(numbers.code(&[10, 45, 30, 15]));
        self.rating.push(numbers.code(&ratings));
        self.title.push(numbers.code(&[450, 420, 80 + 2 * province]));
        self.discipline.push(numbers.code(if quality == 3 { &[1000, 0, 0, 0] } else { &[990, 6, 3, 1] }));
        let days = if numbers.below(100) < 4 { 21 + numbers.below(40) } else { numbers.below(21) };
        self.absent.push(if numbers.missing() { NO_DAYS } else { days as u8 });
        let trained = numbers.code(&[85 - province, 15 + province]);
        self.trained.push(trained);
    }

    /// The same persons in the order of units.
    pub fn by_units(self) -> Synthetic {
        let mut rows: Vec<u32> = (0..self.persons() as u32).collect();
        rows.sort_by_key(|row| self.unit[*row as usize]);
        let in_order = |codes: &[u8]| rows.iter().map(|row| codes[*row as usize]).collect();
        Synthetic {
            unit: rows.iter().map(|row| self.unit[*row as usize]).collect(),
            position: in_order(&self.position),
            rating: in_order(&self.rating),
            title: in_order(&self.title),
            discipline: in_order(&self.discipline),
            absent: in_order(&self.absent),
            trained: in_order(&self.trained),
            ..self
        }
    }

    /// How many persons there are.
    pub fn persons(&self) -> usize {
        self.unit.len()
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.province.len()
    }
}

/// The key of a person.
pub fn person_key(row: usize) -> String {
    format!("CB{:08}", row + 1)
}

/// The key of a unit.
pub fn unit_key(row: usize) -> String {
    format!("DV{:06}", row + 1)
}

/// The key of a province.
pub fn province_key(row: usize) -> String {
    format!("T{:02}", row + 1)
}

/// A person's name: no criterion reads it.
pub fn person_name(row: usize) -> String {
    let draw = mixed(row as u64) as usize;
    format!("{} {} {}", FAMILY[draw % 8], MIDDLE[draw / 8 % 4], GIVEN[draw / 32 % 8])
}

/// A person's day of birth: no criterion reads it.
pub fn person_born(row: usize) -> (u16, u8, u8) {
    let draw = mixed(row as u64 + 1);
    (1962 + (draw % 40) as u16, 1 + (draw / 64 % 12) as u8, 1 + (draw / 1024 % 28) as u8)
}

/// A label by its code; none where it is missing.
pub fn label(labels: &[&'static str], code: u8) -> Option<&'static str> {
    labels.get(code as usize).copied()
}
