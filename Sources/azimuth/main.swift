print("azimuth")
