#include "catalog/stored.hpp"

#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>

namespace aludel {

/// Stands for a member of any type where only their number counts. Outside of the namespace without
/// a name, where clang asks for a definition.
struct AnyMember {
  template <typename T>
  operator T() const;  // NOLINT: meant to convert; never defined
};

namespace {

template <typename T, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
  return requires { T{(void(I), AnyMember())...}; };
}

/// How many members an aggregate has.
template <typename T, std::size_t N = 0>
consteval std::size_t members_of() {
  if constexpr (!takes<T>(std::make_index_sequence<N + 1>()))
    return N;
  else
    return members_of<T, N + 1>();
}

/// Calls `see` with each member: whatever is added to a struct is seen without a word here.
template <typename T, typename See>
void for_each_member(T& value, See& see) {
  constexpr std::size_t count = members_of<std::remove_const_t<T>>();
  const auto all = [&](auto&... members) { (see(members), ...); };
  if constexpr (count == 2) {
    auto& [a, b] = value;
    all(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = value;
    all(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = value;
    all(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = value;
    all(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = value;
    all(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = value;
    all(a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = value;
    all(a, b, c, d, e, f, g, h);
  } else if constexpr (count == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = value;
    all(a, b, c, d, e, f, g, h, i);
  } else if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = value;
    all(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (count == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
    all(a, b, c, d, e, f, g, h, i, j, k);
  } else if constexpr (count == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = value;
    all(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (count == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = value;
    all(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else {
    static_assert(count == 2, "a struct with so many members needs its line here");
  }
}

class Writer {
 public:
  std::string bytes;

  void operator()(const std::string& text) {
    number(text.size());
    bytes += text;
  }
  void operator()(const ObjectName& name) {
    (*this)(name.schema);
    (*this)(name.name);
  }
  void operator()(const WithList& list) { (*this)(static_cast<const WithList::vector&>(list)); }
  template <typename T>
  void operator()(const std::vector<T>& all) {
    number(all.size());
    for (const T& one : all) (*this)(one);
  }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    number(value ? 1 : 0);
    if (value) (*this)(*value);
  }
  template <typename A, typename B>
  void operator()(const std::pair<A, B>& pair) {
    (*this)(pair.first);
    (*this)(pair.second);
  }
  template <typename... T>
  void operator()(const std::variant<T...>& value) {
    number(value.index());
    std::visit(*this, value);
  }
  template <typename T>
  void operator()(const T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      number(static_cast<std::uint64_t>(value));
    } else {
      for_each_member(value, *this);
    }
  }

 private:
  /// Seven bits a byte, the lowest first.
  void number(std::uint64_t value) {
    for (; value >= 128; value >>= 7U) bytes += static_cast<char>(128U | (value & 127U));
    bytes += static_cast<char>(value);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  /// False once something did not fit.
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

  void operator()(std::string& text) {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fail();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void operator()(ObjectName& name) {
    (*this)(name.schema);
    (*this)(name.name);
  }
  void operator()(WithList& list) { (*this)(static_cast<WithList::vector&>(list)); }
  template <typename T>
  void operator()(std::vector<T>& all) {
    const std::uint64_t count = number();
    if (count > rest_.size()) return fail();  // each takes a byte at least
    for (std::uint64_t i = 0; i < count && ok_; ++i) (*this)(all.emplace_back());
  }
  template <typename T>
  void operator()(std::optional<T>& value) {
    if (number() != 0 && ok_) (*this)(value.emplace());
  }
  template <typename A, typename B>
  void operator()(std::pair<A, B>& pair) {
    (*this)(pair.first);
    (*this)(pair.second);
  }
  template <typename... T>
  void operator()(std::variant<T...>& value) {
    const std::uint64_t index = number();
    if (index >= sizeof...(T)) return fail();
    emplace(value, index, std::index_sequence_for<T...>());
  }
  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      value = static_cast<T>(number());
    } else {
      for_each_member(value, *this);
    }
  }

 private:
  template <typename Variant, std::size_t... I>
  void emplace(Variant& value, std::uint64_t index, std::index_sequence<I...>) {
    ((index == I ? (*this)(value.template emplace<I>()) : void()), ...);
  }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 127U) << shift;
      if (byte < 128) return value;
    }
    fail();
    return 0;
  }
  void fail() {
    ok_ = false;
    rest_ = {};
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string stored(const Catalog& catalog) {
  Writer writer;
  writer(catalog);
  return std::move(writer.bytes);
}

std::optional<Catalog> read_stored(std::string_view bytes) {
  Reader reader(bytes);
  Catalog catalog;
  reader(catalog);
  if (!reader.at_end()) return std::nullopt;
  return catalog;
}

}  // namespace aludel
