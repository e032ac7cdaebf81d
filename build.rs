//! Compiles in the day of the build: before it no clock can be right. `SOURCE_DATE_EPOCH` names it for reproducible builds.

#[allow(clippy::disallowed_methods)]
fn main() {
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo:rerun-if-changed=Cargo.toml");
    let named = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let now =
        || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |now| now.as_secs());
    // The day's beginning, so that machines that are minutes apart agree.
    println!("cargo:rustc-env=BANGTIN_BUILT={}", named.unwrap_or_else(now) / 86_400 * 86_400);
}
