#pragma once
#include <microhttpd.h>

// The library's own function takes variable arguments, which Swift cannot call.
static inline int azimuth_connection_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? (int)info->connect_fd : -1;
}
