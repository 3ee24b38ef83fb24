import { transcripts } from '../../../test/both-engines.js';

transcripts('geo', {
  places: `
    > GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
    (integer) 2
    > GEOADD g NX CH 0 0 Palermo
    (integer) 0
    > GEOADD g 181 0 x
    (error) ERR invalid longitude,latitude pair 181.000000,0.000000
    > GEOADD g XX NX 0 0 x
    (error) ERR syntax error
    > GEOPOS g Palermo x
    1) 1) "13.36138933897018433"
       2) "38.11555639549629859"
    2) (nil)
    > GEOHASH g Palermo x
    1) "sqc8b49rny0"
    2) (nil)
    > GEODIST g Palermo Catania
    "166274.1516"
    > GEODIST g Palermo Catania km
    "166.2742"
    > GEODIST g Palermo x
    (nil)
    > GEODIST g Palermo Catania cm
    (error) ERR unsupported unit provided. please use M, KM, FT, MI
    > ZSCORE g Palermo
    "3479099956230698"
  `,
  searches: `
    > GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania 12.758489 38.788135 edge
    (integer) 3
    > GEORADIUS g 15 37 200 km WITHDIST ASC
    1) 1) "Catania"
       2) "56.4413"
    2) 1) "Palermo"
       2) "190.4424"
    > GEORADIUS g 15 37 200 km WITHCOORD WITHHASH COUNT 1
    1) 1) "Catania"
       2) (integer) 3479447370796909
       3) 1) "15.08726745843887329"
          2) "37.50266842333162032"
    > GEORADIUSBYMEMBER g Palermo 100 km
    1) "Palermo"
    2) "edge"
    > GEORADIUSBYMEMBER g x 100 km
    (error) ERR could not decode requested zset member
    > GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHDIST
    1) 1) "Catania"
       2) "56.4413"
    2) 1) "Palermo"
       2) "190.4424"
    3) 1) "edge"
       2) "279.7405"
    > GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 m
    1) "Palermo"
    > GEOSEARCH g BYRADIUS 1 m
    (error) ERR wrong number of arguments for 'geosearch' command
    > GEOSEARCH g FROMMEMBER Palermo
    (error) ERR wrong number of arguments for 'geosearch' command
    > GEOSEARCH g FROMMEMBER Palermo BYRADIUS -1 m
    (error) ERR radius cannot be negative
    > GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 m ANY
    (error) ERR the ANY argument requires COUNT argument
    > GEOSEARCHSTORE r g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 1
    (integer) 1
    > ZCARD r
    (integer) 1
    > GEORADIUS g 15 37 200 km STORE r WITHDIST
    (error) ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options
    > GEORADIUS g 15 37 200 km STORE r
    (integer) 2
    > ZRANGE r 0 -1
    1) "Palermo"
    2) "Catania"
    > GEOSEARCHSTORE r missing FROMMEMBER a BYRADIUS 1 m
    (integer) 0
    > EXISTS r
    (integer) 0
  `,
});
