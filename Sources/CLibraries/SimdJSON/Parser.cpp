#include "SimdJSON.h"

#include <new>
#include <simdjson.h>

static_assert(SJ_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson reads further than we pad");

struct sj_parser {
    explicit sj_parser(size_t max_bytes) : dom(max_bytes) {}
    simdjson::dom::parser dom;
};

extern "C" sj_parser *sj_parser_new(size_t max_bytes, size_t max_depth) {
    auto *parser = new (std::nothrow) sj_parser(max_bytes);
    if (parser == nullptr) return nullptr;
    // A small start: it grows to the largest text it sees, up to the bound.
    constexpr size_t first = 4096;
    if (parser->dom.allocate(max_bytes < first ? max_bytes : first, max_depth) != simdjson::SUCCESS) {
        delete parser;
        return nullptr;
    }
    return parser;
}

extern "C" void sj_parser_free(sj_parser *parser) { delete parser; }

extern "C" int sj_parse(
    sj_parser *parser, const uint8_t *bytes, size_t length, bool padded, const uint64_t **tape,
    const uint8_t **strings) {
    auto result = parser->dom.parse(bytes, length, !padded);
    *tape = parser->dom.doc.tape.get();
    *strings = parser->dom.doc.string_buf.get();
    return static_cast<int>(result.error());
}

extern "C" const char *sj_error_message(int error) {
    return simdjson::error_message(static_cast<simdjson::error_code>(error));
}
